/** What mails, social networks and advertisers add to links that people share; none is a parameter of ours. */
const trackers = new Set([
  ...['fbclid', 'gclid', 'gclsrc', 'dclid', 'gbraid', 'wbraid', 'msclkid', 'yclid', 'ysclid', 'twclid'],
  ...[
    'ttclid',
    'li_fat_id',
    'igsh',
    'igshid',
    'epik',
    'scclid',
    'rdt_cid',
    'bd_vid',
    'spm',
    'isappinstalled',
  ],
  ...[
    'mc_cid',
    'mc_eid',
    'mkt_tok',
    '_hsenc',
    '_hsmi',
    'hsctatracking',
    'vero_id',
    'oly_anon_id',
    'oly_enc_id',
  ],
  ...[
    '_ga',
    '_gl',
    '_bta_tid',
    '_bta_c',
    '_openstat',
    'wickedid',
    'rb_clickid',
    's_cid',
    '__s',
    'ml_subscriber',
  ],
]);

const isTracker = (name: string): boolean =>
  trackers.has(name) || /^(utm|pk|mtm|piwik|matomo|hsa)_/.test(name);

/** A raw query without the well-known parameters by which links are followed. */
export function withoutTrackers(query: string): string {
  if (query === '') return query;
  const pairs = query.split('&');
  const kept = pairs.filter((pair) => !isTracker((pair.split('=', 1)[0] ?? '').toLowerCase()));
  return kept.length === pairs.length ? query : kept.join('&');
}
