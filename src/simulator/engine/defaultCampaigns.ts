import type { SimulatorAgent, SimulatorCampaign, SimulatorStatus } from './model.js';

/** [id, dictionary id, system status, English name, Polish name]; the names are the vendor's own labels. */
const statusRows: readonly (readonly [number, number | null, string, string, string])[] = [
  [1, null, 'TO_CALL', 'To be called', 'Do dzwonienia'],
  [2, null, 'IN_PROGRESS', 'In progress', 'Obrabiane'],
  [3, 2, 'CALL', 'Call', 'Dzwonić'],
  [4, 9, 'NO_CALL', 'Do not call', 'Nie dzwonić'],
  [5, 3, 'MY_RECORD', 'My record', 'Mój rekord'],
  [6, 7, 'CALL_NO_SOONER_THAN', 'Call after date', 'Kontakt nie wcześniej niż'],
  [7, null, 'ABANDONED_AFTER_N_TRIES', 'Rejected after n tries', 'Odrzucony po n próbach'],
  [8, 12, 'CALL_PROGRESSIVE', 'Call progressive', 'Dzwonić w trybie progressive'],
  [9, 20, 'NO_CALL', 'Not interested', 'Niezainteresowany'],
  [10, 21, 'CALL', 'Contact needed', 'Potrzebny kontakt'],
];

/** Status ids belong to one campaign, so each campaign has its own: an id of another one is a common mistake. */
function statuses(firstId: number): SimulatorStatus[] {
  return statusRows.map(([id, dictionary, system_status, name, name_pl]) => ({
    status_id: String(firstId - 1 + id),
    dictionary_status_id: dictionary,
    system_status,
    name,
    name_pl,
  }));
}

const agents: readonly SimulatorAgent[] = [
  agent(11, 'j.doe', 'Jan Dołęga', true, true),
  agent(12, 'jkowalski', 'Jędrzej Kowalski', true, true),
  agent(13, 'a.nowak', 'Alicja Nowak', true, true),
  agent(14, 'k.zolw', 'Krzysztof Żółw', true, true),
  agent(15, 'm.wojcik', 'Marta Wójcik', false, false),
  agent(16, 'p.szymanska', 'Pola Szymańska', true, false),
];

function agent(
  id: number,
  login: string,
  name: string,
  active: boolean,
  activeInOutbound: boolean,
): SimulatorAgent {
  return {
    login,
    name,
    number: String(3100 + id),
    active,
    active_in_outbound: activeInOutbound,
    agent_id: id,
  };
}

/** The campaigns of a simulator that was given none: four, one of them not fed from the CRM. */
export function defaultCampaigns(): SimulatorCampaign[] {
  const make = (id: string, name: string, firstStatus: number, fedFromCrm = true): SimulatorCampaign => ({
    id,
    name,
    fedFromCrm,
    active: true,
    statuses: statuses(firstStatus),
    agents: agents.map((each) => ({ ...each })),
  });
  return [
    make('00001', 'Odnowienia umów', 1),
    make('00002', 'Nowi klienci', 31),
    make('A1b2C', 'Windykacja polubowna', 61),
    make('00004', 'Ankieta satysfakcji', 91, false),
  ];
}
