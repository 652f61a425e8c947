/**
 * The vendor's calls that the simulator does not play, as far as its index lists them
 * (https://api.thulium.com/docs/api/printer). They are real: nobody should be told that such a path is wrong.
 */
interface VendorCall {
  /** Below `/api/`; `:name` stands for one segment, and `*` at the end for any number, none among them. */
  path: string;
  /** Left out where every method is taken: the index of that group is not known to the last call. */
  methods?: readonly string[];
  kind?: NotSimulatedKind;
}

/**
 * `dictionary`: its `status_id` is a dictionary status. `by-phone`: it works by phone number on campaigns that are
 * not fed from the CRM. `group`: only the group is known, not this very path.
 */
export type NotSimulatedKind = 'dictionary' | 'by-phone' | 'group';

const groups = [
  'agents',
  'agents_groups',
  'agents_statuses',
  'agents_work_report',
  'chats',
  'chat_conversations',
  'companies',
  'connections',
  'queues',
  'system',
  'tags',
  'temporary_files',
  'tickets',
  'webhooks',
] as const;

const agentCalls = [
  'answer',
  'call',
  'call_preview',
  'free',
  'hangup',
  'hold',
  'login',
  'logout',
  'mute',
  'pause',
  'status',
  'transfer',
] as const;

const calls: readonly VendorCall[] = [
  { path: 'outbound_status_by_phone_number', methods: ['POST'], kind: 'dictionary' },
  { path: 'customer_id_by_outbound_status', methods: ['GET'] },
  { path: 'batch/outbounds/:id/records', kind: 'by-phone' },
  { path: 'outbounds/:id/records', kind: 'by-phone' },
  { path: 'outbounds/:id/records/:phone_number', kind: 'by-phone' },
  { path: 'customers/:id', methods: ['PUT', 'DELETE'] },
  { path: 'customers/:id/feed_records', methods: ['POST'] },
  { path: 'outbounds', methods: ['POST'] },
  { path: 'outbounds/:id', methods: ['DELETE'] },
  { path: 'outbounds/:id/clone', methods: ['POST'] },
  { path: 'outbounds/:id/add_agents', methods: ['POST'] },
  { path: 'outbounds/:id/remove_agents', methods: ['POST'] },
  { path: 'system/pauses', methods: ['GET'] },
  { path: 'chats/queues', methods: ['GET'] },
  { path: 'chats/reports/summary', methods: ['GET'] },
  { path: 'companies/:id', methods: ['GET', 'PUT', 'DELETE'] },
  { path: 'agents/:login', methods: ['GET'] },
  ...agentCalls.map((name) => ({ path: `agents/:login/${name}` })),
  ...groups.flatMap((name): VendorCall[] => [{ path: name }, { path: `${name}/*`, kind: 'group' }]),
];

const split = calls.map((call) => ({ ...call, segments: call.path.split('/') }));

/** The vendor's calls on a path, given by its segments below `/api/`, that the simulator does not play. */
export function findVendorCalls(segments: readonly string[]): VendorCall[] {
  return split.filter(({ segments: pattern }) => {
    const open = pattern.at(-1) === '*';
    const fixed = open ? pattern.slice(0, -1) : pattern;
    if (open ? segments.length < fixed.length : segments.length !== fixed.length) return false;
    return fixed.every((each, index) =>
      each.startsWith(':') ? segments[index] !== '' : each === segments[index],
    );
  });
}

/** Whether one of these calls is made by this method. */
export function takesMethod(call: VendorCall, method: string): boolean {
  return call.methods === undefined || call.methods.includes(method);
}
