/**
 * Parameters that mailers, social networks, messengers and advertisers add to shared links; the service has
 * none of these names.
 */
const trackers = new Set(
  `
  fbclid mibextid sfnsn __tn__ hc_ref hc_location rdid igsh igshid
  gclid gclsrc dclid gbraid wbraid gad_source gad_campaignid srsltid _ga _gl _gac
  msclkid yclid ymclid ysclid _openstat twclid ref_src ref_url __twitter_impression
  ttclid tt_medium tt_content li_fat_id trk trkinfo trkemail lipi licu epik scclid sccid rdt_cid qclid bd_vid si
  spm isappinstalled scene srcid chksm sharer_shareid sharer_shareinfo nsukey weibo_id vd_source
  share_source share_medium share_plat share_session_id share_tag share_token share_from
  mc_cid mc_eid mc_tc mkt_tok _hsenc _hsmi __hssc __hstc __hsfp hsctatracking hss_channel
  vero_id vero_conv oly_anon_id oly_enc_id _ke _kx ck_subscriber_id nr_email_referer dm_i
  elqtrackid elqtrack elqaid elqat elqcampaignid trk_contact trk_msg trk_module trk_sid ml_subscriber ml_subscriber_hash
  _bta_tid _bta_c wickedid rb_clickid s_cid s_kwcid ef_id sc_channel sc_campaign sc_cid __s
  _branch_match_id _branch_referrer irclickid irgwc cjevent awc tduid zanpid admitad_uid mkwid
  cmpid ncid wt_mc wt_zmc xtor guccounter guce_referrer guce_referrer_sig ref referrer
  `
    .trim()
    .split(/\s+/),
);

const families = /^(utm|pk|mtm|piwik|matomo|hsa|at|bsft|fb|ns|_ga|__cf_chl)_|^cm_mmca?$/;

/**
 * Some messengers add `from` to say where a link was opened; the service has a `from` too, but only for days.
 */
const opened = /^from=(timeline|singlemessage|groupmessage)$/;

function isTracker(pair: string): boolean {
  const name = (pair.split('=', 1)[0] ?? '').toLowerCase();
  return trackers.has(name) || families.test(name) || opened.test(pair);
}

/** A raw query without the well-known tracking parameters. */
export function withoutTrackers(query: string): string {
  if (query === '') return query;
  const pairs = query.split('&');
  const kept = pairs.filter((pair) => !isTracker(pair));
  return kept.length === pairs.length ? query : kept.join('&');
}
