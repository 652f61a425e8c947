import type * as vscode from 'vscode';
import type { Row } from '../door.js';

/**
 * The rows of a quick pick that are made anew while the user types or a list arrives. VS Code names a row by its
 * position, so an Enter pressed before the window has the new rows would name a wrong one: until the window has said
 * which of the new rows is active, the text decides, or the Enter waits.
 */
export class LiveRows<R extends Row> {
  private asked: R | undefined;
  private decided: R | undefined;
  private isShown = true;
  private enterWaits = false;

  constructor(private readonly pick: vscode.QuickPick<R>) {}

  /** The row on which the user is. */
  get active(): R | undefined {
    return this.isShown ? this.pick.activeItems[0] : this.asked;
  }

  /**
   * Replaces the rows.
   *
   * @param active - the row to make active; the first one that is visible where left out
   * @param decided - true: an Enter means that row, even one pressed before the row could be seen
   */
  show(rows: readonly R[], active?: R, decided = false): void {
    this.isShown = rows.length === 0;
    this.asked = active;
    this.decided = decided ? active : undefined;
    this.pick.items = rows;
    if (active) this.pick.activeItems = [active];
  }

  /** Calls `accept` with the row on which the user presses Enter or clicks; to be disposed of with the pick. */
  onDidAccept(accept: (row: R) => void): vscode.Disposable[] {
    return [
      // What is typed after an Enter takes it back.
      this.pick.onDidChangeValue(() => {
        this.enterWaits = false;
      }),
      this.pick.onDidChangeActive(([active]) => {
        if (this.isShown || (this.asked && active !== this.asked)) return;
        this.isShown = true;
        if (this.enterWaits && active) accept(active);
        this.enterWaits = false;
      }),
      this.pick.onDidAccept(() => {
        const row = this.isShown ? (this.pick.selectedItems[0] ?? this.pick.activeItems[0]) : this.decided;
        if (row) accept(row);
        else this.enterWaits = !this.isShown;
      }),
    ];
  }
}
