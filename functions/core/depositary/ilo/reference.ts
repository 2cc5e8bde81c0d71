/** The ILO's code in a text, such as `C029` or `P029`; undefined if it names none. */
export function codeIn(text: string): string | undefined {
  const found = /(?:^|[^A-Za-z])(?:(?<kind>[CP])0*(?<number>\d{1,3})(?!\d)|MLC\b)/.exec(text)?.groups;
  return found && (found.kind ? `${found.kind}${found.number?.padStart(3, '0')}` : 'MLC');
}
