/** A status of one campaign: `name` is English, `name_pl` what a client asking for Polish reads. */
export interface SimulatorStatus {
  status_id: string;
  dictionary_status_id: number | null;
  system_status: string;
  name: string;
  name_pl?: string | undefined;
}

/** An agent as one campaign lists it. */
export interface SimulatorAgent {
  login: string;
  name: string;
  number: string;
  active: boolean;
  active_in_outbound: boolean;
  agent_id: number;
}

export interface SimulatorCampaign {
  /** Five ASCII letters or digits. */
  id: string;
  name: string;
  /** Record calls fail on a campaign that is not fed from the CRM. */
  fedFromCrm: boolean;
  /** Only active campaigns are in `outbounds/stats`. */
  active: boolean;
  statuses: SimulatorStatus[];
  agents: SimulatorAgent[];
}

export interface SimulatorCustomer {
  /** The CRM's id, digits. */
  customer_id: string;
  /** The first name alone. */
  name: string;
  surname: string;
  /** The main number. */
  phone_number: string;
  /** Further numbers. */
  other_numbers?: string[] | undefined;
  email: string;
  nip: string;
  /** The integrator's own id: never the same as `customer_id`, as people mistake one for the other. */
  identifier: string;
  company_id?: string | undefined;
  type?: string | undefined;
  group?: string | undefined;
  company_flag?: string | undefined;
  account_manager?: string | undefined;
  /** `YYYY-MM-DD hh:mm` */
  updated_at?: string | undefined;
  custom_fields?: Record<string, string | null> | undefined;
}

/** A record of a campaign; dates in the API's `YYYY-MM-DD hh:mm`, `''` where there is none. */
export interface SimulatorRecord {
  campaignId: string;
  record_id: number;
  customer_id: string;
  phone_number: string;
  status_id: string;
  agent_login: string;
  call_date: string;
  create_date: string;
  next_call_date: string;
  last_note: string;
  order: string;
}
