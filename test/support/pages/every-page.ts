/** An address of each kind of page of the record, below a language; one State's pages are `state`'s. */
export const everyPage = (state: string): string[] => [
  '',
  '/states',
  `/states/${state}`,
  `/states/${state}/instruments/ilo-c029`,
  '/instruments',
  '/instruments/ilo-c029',
  '/compare?states=CHN,FRA',
  '/sources',
  '/sources/ohchr-2019-04-29',
  '/changes',
  '/proposals',
  '/data',
  '/calendar',
  '/watch',
];
