import { recordFieldNames, type RecordFieldName } from '../../core/record.js';
import type { CustomerKey } from '../../thulium/types.js';

/** What a customer can be found by, as `GET customers` calls it. */
export const customerKeys = [
  'phone_number',
  'nip',
  'email',
  'identifier',
] as const satisfies readonly CustomerKey[];

/** What a column can give: a parameter of the update call, or what the customer is found by. */
export const columnTargets = ['campaign_id', 'customer_id', ...recordFieldNames, ...customerKeys] as const;
export type ColumnTarget = (typeof columnTargets)[number];

/** True where a column gives not the customer's id but what the customer is found by. */
export function isCustomerKey(target: ColumnTarget): target is CustomerKey {
  return (customerKeys as readonly string[]).includes(target);
}

/**
 * The words by which people, the API and Thulium's panel call a column, without case, diacritics and punctuation. The
 * plainer a word is, the later it stands: `Agent` gives the login only where no `Login agenta` does.
 */
const words: Readonly<Record<RecordFieldName | 'campaign_id' | 'customer_id' | CustomerKey, string>> = {
  campaign_id:
    'campaignid idkampanii kampaniaid identyfikatorkampanii nrkampanii numerkampanii kodkampanii campaignnumber ' +
    'campaigncode outboundid crmoutboundid idoutboundu outbound kampania campaign',
  customer_id:
    'customerid idklienta klientid idklientacrm identyfikatorzcrm idzcrm identyfikatorcrm idcrm crmid nrklienta ' +
    'numerklienta nridklienta identyfikatorklienta identyfikatorklientazcrm clientid customernumber customerno ' +
    'clientnumber klient customer client',
  status_id:
    'statusid idstatusu statuswkampanii statusrekordu statuskampanii nrstatusu kodstatusu nowystatus newstatus ' +
    'campaignstatus recordstatus status',
  dictionary_status_id:
    'dictionarystatusid idstatususlownikowego statusslownikowyid statusslownikowy dictionarystatus',
  agent_login:
    'agentlogin loginagenta agentprzypisany przypisanyagent przypisanydoagenta loginkonsultanta loginpracownika ' +
    'nowyagent newagent assignedagent agentassigned assignedto login agent konsultant opiekun',
  next_call_date:
    'nextcalldate nextcall dataigodzinanastepnegopolaczenia dataigodzinanastepnegokontaktu ' +
    'datanastepnegokontaktu datanastepnegopolaczenia datanastepnegotelefonu datakolejnegokontaktu ' +
    'datakolejnegopolaczenia terminnastepnegokontaktu nastepnykontakt nastepnepolaczenie kolejnykontakt ' +
    'nextcontactdate nextcontact callbackdate callback datakontaktu terminkontaktu',
  order: 'order kolejnosc kolejnoscdzwonienia kolejnoscrekordu callorder recordorder',
  phone_number:
    'phonenumber numertelefonu nrtelefonu telefonkontaktowy telefonkomorkowy phone telefon nrtel mobilephone ' +
    'mobilenumber mobile komorka msisdn telefon1 phone1 tel',
  nip: 'nip numernip nrnip taxnumber taxid taxidentificationnumber vatnumber vatid vat',
  email: 'email emailaddress adresemail adresmailowy adrespocztyelektronicznej mail',
  identifier:
    'identifier identyfikatorwlasny wlasnyidentyfikator identyfikatorzewnetrzny idzewnetrzne externalid ' +
    'externalidentifier customeridentifier',
};

const targetsByWord = new Map<string, { target: ColumnTarget; rank: number }>(
  columnTargets.flatMap((target) =>
    words[target].split(' ').map((word, rank) => [word, { target, rank }] as const),
  ),
);

/** What a column of this name gives, and how plainly it says so: 0 is plainest. */
function recognize(column: string): { target: ColumnTarget; rank: number } | undefined {
  return targetsByWord.get(plainWord(column.replace(/ \(\d+\)$/, '')));
}

/** A name in lower-case letters and digits alone: `Nr klienta` and `NR_KLIENTA` are one. */
function plainWord(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ł', 'l')
    .normalize('NFD')
    .replace(/[^a-z0-9]/g, '');
}

/**
 * What the columns of a header give. Of several that could give the same, the one that says so most plainly does; two
 * that say it alike are both told, for that is a mistake. What the customer is found by counts only where no column
 * has the id.
 */
export function recognizeColumns(columns: readonly string[]): [column: string, target: ColumnTarget][] {
  const found = columns.flatMap((column) => {
    const known = recognize(column);
    return known ? [{ column, ...known }] : [];
  });
  const best = new Map<ColumnTarget, number>();
  for (const { target, rank } of found) best.set(target, Math.min(rank, best.get(target) ?? rank));
  const key = best.has('customer_id') ? undefined : customerKeys.find((each) => best.has(each));
  return found
    .filter(({ target, rank }) => rank === best.get(target))
    .filter(({ target }) => !isCustomerKey(target) || target === key)
    .map(({ column, target }) => [column, target]);
}

/**
 * True when the cells name columns that an update needs: the customer's among them, or two of any kind.
 *
 * @param known names that a mapping gives, in place of the words that people use
 */
export function isKnownHeader(cells: readonly string[], known: readonly string[] = []): boolean {
  const names = cells.map((cell) => cell.trim());
  // Columns of a file without a header are called by their numbers.
  const named = known.filter((name) => !/^\d+$/.test(name));
  if (named.length > 0 && named.every((name) => names.includes(name))) return true;
  const targets = new Set(recognizeColumns(names).map(([, target]) => target));
  return targets.size >= 2 || targets.has('customer_id');
}

/** A cell that is a number, or what a spreadsheet made of one: rows have such cells, headers rarely do. */
function isNumber(cell: string): boolean {
  return /^[\d\s\u00A0]*\d$|^\d([.,]\d+)?E\+?\d+$/i.test(cell);
}

/**
 * The names of the columns by the first row; undefined when that is a row like the others, for a number stands in
 * it and no name that anyone gives a column.
 */
export function headerOf(cells: readonly string[], known: readonly string[] = []): string[] | undefined {
  if (cells.some(isNumber) && !isKnownHeader(cells, known)) return undefined;
  return uniqueNames(cells.map((cell) => cell.trim()));
}

/** Names for the columns of a file without a header: a single one can only be the customer's. */
export function numberedColumns(count: number): string[] {
  return count === 1 ? ['customer_id'] : Array.from({ length: count }, (_, index) => String(index + 1));
}

/** Gives each column a name of its own. */
export function uniqueNames(names: readonly string[]): string[] {
  const counts = new Map<string, number>();
  return names.map((name) => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}
