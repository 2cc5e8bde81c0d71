/** Regional groups of the United Nations, as the General Assembly and the Human Rights Council elect by. */
export const groups = ['african', 'asia-pacific', 'eastern-european', 'grulac', 'weog', 'none'] as const;
export type Group = (typeof groups)[number];

/** ISO 3166-1 alpha-3 and alpha-2 of each group's members; a participant in none of them is in `none`. */
const members: Record<Group, string> = {
  african: `DZA:DZ AGO:AO BEN:BJ BWA:BW BFA:BF BDI:BI CPV:CV CMR:CM CAF:CF TCD:TD COM:KM COG:CG CIV:CI COD:CD DJI:DJ
    EGY:EG GNQ:GQ ERI:ER SWZ:SZ ETH:ET GAB:GA GMB:GM GHA:GH GIN:GN GNB:GW KEN:KE LSO:LS LBR:LR LBY:LY MDG:MG MWI:MW
    MLI:ML MRT:MR MUS:MU MAR:MA MOZ:MZ NAM:NA NER:NE NGA:NG RWA:RW STP:ST SEN:SN SYC:SC SLE:SL SOM:SO ZAF:ZA SSD:SS
    SDN:SD TGO:TG TUN:TN UGA:UG TZA:TZ ZMB:ZM ZWE:ZW`,
  'asia-pacific': `AFG:AF BHR:BH BGD:BD BTN:BT BRN:BN KHM:KH CHN:CN CYP:CY PRK:KP FJI:FJ IND:IN IDN:ID IRN:IR IRQ:IQ
    JPN:JP JOR:JO KAZ:KZ KIR:KI KWT:KW KGZ:KG LAO:LA LBN:LB MYS:MY MDV:MV MHL:MH FSM:FM MNG:MN MMR:MM NRU:NR NPL:NP
    OMN:OM PAK:PK PLW:PW PNG:PG PHL:PH QAT:QA KOR:KR WSM:WS SAU:SA SGP:SG SLB:SB LKA:LK SYR:SY TJK:TJ THA:TH TLS:TL
    TON:TO TKM:TM TUV:TV ARE:AE UZB:UZ VUT:VU VNM:VN YEM:YE`,
  'eastern-european': `ALB:AL ARM:AM AZE:AZ BLR:BY BIH:BA BGR:BG HRV:HR CZE:CZ EST:EE GEO:GE HUN:HU LVA:LV LTU:LT MNE:ME
    MKD:MK POL:PL MDA:MD ROU:RO RUS:RU SRB:RS SVK:SK SVN:SI UKR:UA`,
  grulac: `ATG:AG ARG:AR BHS:BS BRB:BB BLZ:BZ BOL:BO BRA:BR CHL:CL COL:CO CRI:CR CUB:CU DMA:DM DOM:DO ECU:EC SLV:SV
    GRD:GD GTM:GT GUY:GY HTI:HT HND:HN JAM:JM MEX:MX NIC:NI PAN:PA PRY:PY PER:PE KNA:KN LCA:LC VCT:VC SUR:SR TTO:TT
    URY:UY VEN:VE`,
  weog: `AND:AD AUS:AU AUT:AT BEL:BE CAN:CA DNK:DK FIN:FI FRA:FR DEU:DE GRC:GR ISL:IS IRL:IE ISR:IL ITA:IT LIE:LI LUX:LU
    MLT:MT MCO:MC NLD:NL NZL:NZ NOR:NO PRT:PT SMR:SM ESP:ES SWE:SE CHE:CH TUR:TR GBR:GB USA:US`,
  none: 'VAT:VA PSE:PS COK:CK NIU:NU EUU:EU HKG:HK MAC:MO',
};

type Place = { group: Group; alpha2: string };

const places = new Map<string, Place>(
  groups.flatMap((group) =>
    members[group].split(/\s+/).map((pair): [string, Place] => {
      const [code = '', alpha2 = ''] = pair.split(':');
      return [code, { group, alpha2 }];
    }),
  ),
);

export const groupOf = (code: string): Group => places.get(code)?.group ?? 'none';

export const alpha2Of = (code: string): string | undefined => places.get(code)?.alpha2;
