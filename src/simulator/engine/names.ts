/** Invented people: any likeness is chance. Every Polish diacritic occurs, so that encodings are exercised. */
export const firstNames = [
  'Łucja',
  'Zdzisław',
  'Świętosława',
  'Józef',
  'Żaneta',
  'Błażej',
  'Małgorzata',
  'Grażyna',
  'Wiesław',
  'Agnieszka',
  'Bartłomiej',
  'Róża',
  'Stanisław',
  'Elżbieta',
  'Michał',
  'Ewa',
] as const;

export const lastNames = [
  'Brzęczyszczykiewicz',
  'Żółkiewicz',
  'Ćwiertnia',
  'Gołąb',
  'Śliwińczyk',
  'Źrebiec',
  'Kądziołka',
  'Jaźwiec',
  'Pączek',
  'Dąbrówczak',
  'Niedźwiedź',
  'Trzęsowski',
  'Łabędź',
  'Wąs',
  'Młynarczuk',
  'Kos',
] as const;

export const notes = [
  '',
  'Poprosił o telefon po południu',
  'Nie odebrała, poczta głosowa',
  'Prosi o ofertę e-mailem',
  'Decyzja po rozmowie z żoną',
  'Last note for record',
] as const;

/** Polish letters as ASCII, for e-mail addresses and logins. */
export function toAscii(text: string): string {
  return text
    .replaceAll('ł', 'l')
    .replaceAll('Ł', 'L')
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
}
