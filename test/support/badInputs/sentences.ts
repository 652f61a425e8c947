export type Language = 'en' | 'pl';
export type Sentence = Readonly<Record<Language, string>>;

const templates = {
  blank: ['{0} is empty: fill it in.', '{0}: wartość jest pusta. Uzupełnij ją.'],
  'lone-surrogate': [
    '{0} holds half of a character, which cannot be sent: type it again.',
    '{0}: wartość zawiera połówkę znaku, której nie da się wysłać. Wpisz ją ponownie.',
  ],
  'unknown-key': [
    '“{0}” is not known here: check its spelling or leave it out.',
    '„{0}” nie jest tu znane: sprawdź pisownię albo to usuń.',
  ],
  'no-fields': [
    'There is nothing to change: set at least one field.',
    'Nie ma czego zmieniać: ustaw co najmniej jedno pole.',
  ],
  'campaign-id-shape': [
    '“{0}” is no campaign id: it is exactly five letters or digits, such as 00001.',
    '„{0}” nie jest identyfikatorem kampanii: to dokładnie pięć liter lub cyfr, np. 00001.',
  ],
  'campaign-id-zeros-lost': [
    '“{0}” is too short: the campaign id is five characters. Did you mean {1}? (Excel and JSON numbers drop leading zeros.)',
    '„{0}” jest za krótkie: identyfikator kampanii ma pięć znaków. Czy chodziło o {1}? (Excel i liczby w JSON gubią zera wiodące.)',
  ],
  'customer-id-shape': [
    '“{0}” is no customer id: it is the customer’s number in Thulium’s CRM, 1 to 20 digits, such as 441, not your own identifier.',
    '„{0}” nie jest identyfikatorem klienta: to numer klienta w CRM Thulium, od 1 do 20 cyfr, np. 441, a nie Twój własny.',
  ],
  'customer-id-scientific': [
    '“{0}” is a number whose last digits were lost, as spreadsheets and JSON numbers lose them. Take the id from its source again, as text.',
    '„{0}” to liczba bez ostatnich cyfr: zgubił je arkusz kalkulacyjny albo JSON. Pobierz identyfikator ponownie ze źródła, jako tekst.',
  ],
  'number-spaces': ['{0}: “{1}” has spaces inside: write {2}.', '{0}: „{1}” zawiera spacje: wpisz {2}.'],
  'order-shape': [
    '“{0}” is no order: it is a whole number, 0 or more, such as 50.',
    '„{0}” nie jest kolejnością: to liczba całkowita, 0 lub więcej, np. 50.',
  ],
  'agent-login-shape': [
    'The call-centre agent’s login holds a tab, a line break or another control character: remove it.',
    'Login agenta zawiera tabulator, koniec wiersza lub inny znak sterujący: usuń go.',
  ],
  'date-format': [
    '“{0}” is no date of the form YYYY-MM-DD hh:mm, such as 2018-05-24 12:24 (24-hour clock).',
    '„{0}” nie jest datą w formacie RRRR-MM-DD gg:mm, np. 2018-05-24 12:24 (zegar 24-godzinny).',
  ],
  'date-rewritten': [
    'Thulium takes dates as YYYY-MM-DD hh:mm: write “{1}” instead of “{0}”.',
    'Thulium przyjmuje daty w formacie RRRR-MM-DD gg:mm: zamiast „{0}” wpisz „{1}”.',
  ],
  'date-impossible': [
    'There is no such date or time as {0}: correct the day, or the hour (00:00 to 23:59).',
    'Nie ma takiej daty lub godziny: {0}. Popraw dzień albo godzinę (od 00:00 do 23:59).',
  ],
  'date-gap': [
    '2026-03-29 02:30 does not exist: the clock in Europe/Warsaw jumps over it. Write 2026-03-29 01:30 or 2026-03-29 03:30 instead.',
    '2026-03-29 02:30 nie istnieje: zegar strefy Europe/Warsaw ją pomija. Wpisz 2026-03-29 01:30 albo 2026-03-29 03:30.',
  ],
  'date-overlap': [
    '{0} happens twice in the time zone Europe/Warsaw, because the clock goes back: the API has no way to tell which one is meant.',
    '{0} występuje w strefie Europe/Warsaw dwa razy, bo zegar się cofa: API nie pozwala wskazać, o którą chwilę chodzi.',
  ],
  'date-past': [
    '{0} is already past in the time zone Europe/Warsaw. It is not documented what Thulium does with a past date.',
    '{0} w strefie Europe/Warsaw już minęło. Nie jest udokumentowane, co Thulium robi z datą w przeszłości.',
  ],
  'agent-required': [
    'The status “Mine” (My record) needs a call-centre agent: give agent_login.',
    'Status „Mine” (Mój rekord) wymaga agenta: podaj agent_login.',
  ],
  'date-required-mine': [
    'The status “Mine” (My record) needs the date of the next contact: give next_call_date.',
    'Status „Mine” (Mój rekord) wymaga daty następnego kontaktu: podaj next_call_date.',
  ],
  'date-required-later': [
    'The status “Later” (Call after date) needs the date of the next contact: give next_call_date.',
    'Status „Later” (Kontakt nie wcześniej niż) wymaga daty następnego kontaktu: podaj next_call_date.',
  ],
  'left-out': [
    '“{0}” is no parameter of this call and is left out.',
    '„{0}” nie jest parametrem tego wywołania i zostaje pominięte.',
  ],
  'did-you-mean': [
    '“{0}” is no parameter of this call: did you mean {1}?',
    '„{0}” nie jest parametrem tego wywołania: czy chodziło o {1}?',
  ],
  'changes-nothing': [
    'The body names no field, so nothing changes.',
    'Treść nie podaje żadnego pola, więc nic się nie zmienia.',
  ],
  'is-past': ['{0} is past in Europe/Warsaw.', '{0} w strefie Europe/Warsaw już minęło.'],
  'no-agent': [
    '“{0}” is no call-centre agent of this campaign: agent_login is the login, not the name or the number.',
    '„{0}” nie jest agentem tej kampanii: agent_login to login, a nie nazwisko ani numer.',
  ],
  'system-shape': [
    '“{0}” is no system name: it is the first part of your address, such as acme for acme.thulium.com. Letters, digits and inner hyphens, at most 63.',
    '„{0}” nie jest nazwą systemu: to pierwsza część adresu, np. firma dla firma.thulium.com. Litery bez polskich znaków, cyfry i łączniki w środku, najwyżej 63 znaki.',
  ],
  'username-shape': [
    'The user name must not hold a colon or a control character.',
    'Nazwa użytkownika nie może zawierać dwukropka ani znaku sterującego.',
  ],
  'password-shape': [
    'The password must not hold a line break or another control character: paste it again.',
    'Hasło nie może zawierać końca wiersza ani innego znaku sterującego: wklej je ponownie.',
  ],
} as const;

export type SentenceName = keyof typeof templates;

/** What a user reads, word for word, in both languages; kept apart from the translations so that it pins them. */
export function sentence(name: SentenceName, ...facts: readonly (string | Sentence)[]): Sentence {
  const [en, pl] = templates[name];
  const filled = (text: string, language: Language): string =>
    text.replace(/\{(\d)\}/g, (_, index: string) => {
      const fact = facts[Number(index)] ?? '';
      return typeof fact === 'string' ? shown(fact) : fact[language];
    });
  return { en: filled(en, 'en'), pl: filled(pl, 'pl') };
}

/** Characters that nobody could see stand in a sentence by their numbers, and what is too long is cut. */
function shown(text: string): string {
  const visible = text.replace(
    /\p{Cc}/gu,
    (each) => `\\u00${each.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  return text.length > 60 ? `${visible.slice(0, 60)}…` : visible;
}
