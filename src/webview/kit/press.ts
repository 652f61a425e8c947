let pressed = false;
const waiting: (() => void)[] = [];

function release(): void {
  pressed = false;
  // After the click that a release makes.
  setTimeout(() => {
    for (const run of waiting.splice(0)) run();
  });
}

window.addEventListener(
  'pointerdown',
  () => {
    pressed = true;
  },
  { capture: true },
);
window.addEventListener('pointerup', release, { capture: true });
window.addEventListener('pointercancel', release, { capture: true });

/**
 * Runs at once, or when the pointer is released: what is drawn during a press could move the button
 * from under the pointer, and there would be no click.
 */
export function afterPress(run: () => void): void {
  if (pressed) waiting.push(run);
  else run();
}
