/** A row as a page prints it: dates in the order of the columns, `''` for none. */
export type PageRow = { participant: string; notes?: string[]; declares?: boolean; cells: string[] };

export type StatusPage = {
  number?: string;
  chapter?: string;
  title?: string;
  stamp?: string;
  /** The text after "Signatories :" and "Parties :"; counted from the rows by default. */
  status?: string;
  columns?: string[];
  rows?: PageRow[];
  notes?: Record<string, string>;
  declarations?: { who: string; text: string; on?: string }[];
  objections?: { who: string; text: string; on?: string }[];
  territories?: { who: string; on: string; territories: string }[];
};

const prefix = 'ctl00_ctl00_ContentPlaceHolder1_ContentPlaceHolderInnerPage_';

export const someColumns = ['Signature', 'Ratification, Accession(a), Succession(d)'];

export const someRows: PageRow[] = [
  { participant: 'Albania', cells: ['', ' &nbsp;4 Oct\t 2007 a'] },
  { participant: 'Chile', notes: ['2'], declares: true, cells: ['16 Sep\t 1969 ', '10 Feb\t 1972 '] },
  { participant: "Côte d'Ivoire", cells: ['', '26 Mar\t 1992 a'] },
  { participant: 'Jamaica', notes: ['1'], cells: ['19 Dec\t 1966 ', '[ &nbsp;3 Oct\t 1975 ]'] },
  { participant: 'Niger', cells: ['', ' &nbsp;7 Mar\t 1986 a'] },
  { participant: 'Türkiye', cells: [' &nbsp;3 Feb\t 2004 ', ''] },
];

const notesOf = (notes: string[] = []): string =>
  notes.length === 0
    ? ''
    : ` <SUP>${notes.map((note) => `<A onclick='ShowNoteAll()' href='#${note}' class='noteIndex'>${note}</A>`).join(', ')} </SUP>`;

const rowOf = ({ participant, notes, declares, cells }: PageRow, index: number): string => {
  const who = declares
    ? `<A href='#EndDec' class='noteIndex' onclick='return Show(this);'>${participant}</A>`
    : participant;
  const rest = cells.map((cell) => `<td>${cell === '' ? '&nbsp;' : `${cell}<br>`}</td>`).join('\n');
  return `<tr class="${index % 2 ? 'trBGGrey' : 'trBWhite'}">\n<td>${who}${notesOf(notes)}<br></td>\n${rest}\n</tr>`;
};

const statement = (
  part: string,
  index: number,
  { who, text, on }: { who: string; text: string; on?: string },
) => {
  const stem = `${prefix}${part}_ctl${String(index + 2).padStart(2, '0')}_`;
  const aside = on ? `<p align=right>${on}</p></n>` : '';
  return `<tr align="left"><td><div id="${stem}divMainText"></div><div id="${stem}divParticipant" class="heading-two">${who}</div>
<div id="${stem}divText" class="content-two"><p class='invisible'>${who}</p>${aside}<p align=left><i>Declaration:<br></n></i></p>&nbsp;&nbsp;${text}<br><br></div></td></tr>`;
};

const counted = (rows: readonly PageRow[]) => {
  const standing = (column: number) =>
    rows.filter(({ cells }) => /\d{4}/.test(cells[column] ?? '') && !cells[column]?.includes('[')).length;
  const last = (rows[0]?.cells.length ?? 1) - 1;
  return `Signatories :\n 	${standing(0)}.  Parties :\n	${standing(last)}`;
};

/** A status page built like the UN Treaty Collection's, with its own content. */
export function statusPage({
  number = '5.',
  chapter = 'IV',
  title = 'Protocol on the Reading of Lists',
  stamp = 'STATUS AS AT : 03-02-2026 10:16:18 EDT',
  columns = someColumns,
  rows = someRows,
  status = counted(rows),
  notes = { '1': 'Jamaica told the depositary that it withdrew.', '2': 'A note of Chile.' },
  declarations = [{ who: 'Chile', text: '"It is understood so."' }],
  objections = [{ who: 'Denmark', text: 'We object.', on: '6 August 1999' }],
  territories = [{ who: 'Portugal', on: '27 Apr 1993', territories: 'Macau' }],
}: StatusPage = {}): string {
  const reference = `${chapter}-${number.replaceAll('. ', '-').replace(/\.$/, '')}`;
  const item = (id: string, content: string) => `<div id="${prefix}${id}">\n  ${content}\n</div>`;
  return `

<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" lang="en">
<head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><title>Treaties</title></head>
<body><form name="aspnetForm" method="post" action="./ViewDetails.aspx?src=TREATY&amp;mtdsg_no=${reference}&amp;chapter=4&amp;clang=_en" id="aspnetForm">
<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="/wEPDwUKMTY=" />
<table><tr><td><table><tr><td>
${item('div3', stamp)}
${item('rptHead_ctl00_tcHead', `CHAPTER ${chapter}`)}
${item('rptTreaty_ctl00_tcTreaty', `${number} ${title}`)}
${item('rptTreaty_ctl00_tcText', 'Somewhere, 16 December 1966')}
${item('rptEIF_ctl00_tcText', "23 March 1976, in accordance with article 9.\n<SUP><A onclick='ShowNoteAll()' href='#' class='noteIndex'></A> </SUP>")}
${item('rptRegistration_ctl00_tcText', '23 March 1976, No. 14668')}
${item('rptStatus_ctl00_tcText', status)}
</td></tr></table>
<div><table id="${prefix}tblgrid" class="table" style="background-color:#D7D7D7">
<tr class="thead-one">
<td valign="bottom" width="43%">Participant${notesOf(['3'])}<br></td>
${columns.map((column) => `<td valign="bottom">${column}<br></td>`).join('\n')}
</tr>
${rows.map(rowOf).join('\n')}
</table></div>
<div><table id="${prefix}dgDec">${declarations.map((one, index) => statement('dgDec', index, one)).join('')}</table></div>
<div><table id="${prefix}dgObj">${objections.map((one, index) => statement('dgObj', index, one)).join('')}</table></div>
<table id="${prefix}Table1" style="Display:none;"><tr><td>Nowhere</td><td>1 Jan 2000 a</td></tr></table>
<table id="${prefix}tblDec"><tr class="thead-one"><td>Participant<br></td><td>Date of receipt of the notification<br></td><td>Territories<br></td></tr>
${territories.map((one) => `<tr><td>${one.who} <SUP><A href='#8' class='noteIndex'>8</A> </superscript></td><td>${one.on}</td><td>${one.territories}</td></tr>`).join('\n')}</table>
<table id="${prefix}dgNotesAll">${Object.entries(notes)
    .map(
      ([index, text]) =>
        `<tr align="justify"><td><div class="divNotesAll"><a name='${index}'>${index}</a><index></index>${text}<br></div></td></tr>`,
    )
    .join('')}</table>
</td></tr></table></form></body>
</html>
`;
}

/** The page as a browser saves it, with its own quotes, case and table body. */
export const asSaved = (page: string): string =>
  page
    .replaceAll('<SUP>', '<sup>')
    .replaceAll('</SUP>', '</sup>')
    .replace(/href='(#\w*)'/g, 'href="https://treaties.un.org/Pages/ViewDetails.aspx?src=TREATY$1"')
    .replace(/(<table id="[^"]*tblgrid"[^>]*>)/, '$1<tbody>')
    .replace('</table></div>\n<div><table id', '</tbody></table></div>\n<div><table id');
