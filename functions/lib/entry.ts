/** The entry document; URI templates (RFC 6570) name what to fill in. */
export const entry = {
  name: 'Treaty Ratification Tracker',
  about:
    'Which human rights treaties a State has signed, ratified, acceded to or left, since when, and how we know.',
  links: {
    description: '/openapi.json',
    documentation: '/docs',
    instruments: '/v1/instruments',
    states: '/v1/states',
    statusTable: '/v1/states/{state}/participations{?asOf,knownAt,status,depositary,urgedBy,territory}',
    record: '/v1/states/{state}/participations/{instrument}{?asOf,knownAt}',
    progress: '/v1/states/{state}/progress{?source,asOf,knownAt}',
    sources: '/v1/sources',
    calendar: '/v1/calendar{?from,to}',
    feed: '/v1/changes{?after,limit,types,state,instrument}',
    subscriptions: '/v1/subscriptions',
    eventTypes: '/v1/event-types',
    problems: '/problems',
    health: '/health',
  },
};
