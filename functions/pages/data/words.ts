import { inLanguages } from '../words/catalogue.ts';

export const dataWords = inLanguages({
  en: {
    title: 'The whole record',
    lead: 'Everything on these pages as files, one request each. Days are written YYYY-MM-DD; an empty cell means that there is nothing to say.',
    tables: 'Tables',
    ofPages: 'Files of single pages',
    ofPagesLead: 'Each page names its own at its foot. These are what their columns mean.',
    columns: 'Columns',
    package: 'Description of the files (Frictionless Data Package)',
    note: 'CSV files are UTF-8 with a byte-order mark, so that spreadsheets read every script. A text that a spreadsheet would run as a formula begins with an apostrophe. Column names and descriptions are in English in every language of the pages.',
  },
  zh: {
    title: '全部数据',
    lead: '本站的全部内容均可作为文件一次下载。日期格式为 YYYY-MM-DD；空单元格表示没有内容。',
    tables: '数据表',
    ofPages: '各页的数据文件',
    ofPagesLead: '各页页脚列有其数据文件。以下说明各列的含义。',
    columns: '列',
    package: '文件说明（Frictionless Data Package）',
    note: 'CSV 文件采用带字节顺序标记的 UTF-8 编码，电子表格软件可正确显示各种文字。可能被当作公式执行的文本前加有撇号。列名及其说明在各语言页面中均为英文。',
  },
  fr: {
    title: 'Toutes les données',
    lead: 'Tout ce que montrent ces pages, en fichiers, une requête chacun. Les dates s’écrivent AAAA-MM-JJ ; une cellule vide signifie qu’il n’y a rien à dire.',
    tables: 'Tables',
    ofPages: 'Fichiers des pages',
    ofPagesLead: 'Chaque page indique le sien en bas. Voici ce que signifient leurs colonnes.',
    columns: 'Colonnes',
    package: 'Description des fichiers (Frictionless Data Package)',
    note: 'Les fichiers CSV sont en UTF-8 avec indicateur d’ordre des octets, pour que les tableurs lisent toutes les écritures. Un texte qu’un tableur exécuterait comme une formule est précédé d’une apostrophe. Les noms des colonnes et leurs descriptions sont en anglais dans toutes les langues.',
  },
});
