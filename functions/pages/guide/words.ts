import { inLanguages } from '../words/catalogue.ts';

/** Each section is a heading and its paragraphs. */
type GuideWords = {
  subscribe: {
    title: string;
    lead: string;
    atom: Section;
    calendar: Section;
    webhook: Section;
    links: Record<'atom' | 'json' | 'calendar' | 'reference', string>;
  };
  about: { title: string; lead: string; sections: readonly Section[] };
};
type Section = { title: string; text: readonly string[] };

export const guideWords = inLanguages<GuideWords>({
  en: {
    subscribe: {
      title: 'Be told of changes',
      lead: 'Three ways, from the simplest to the surest.',
      atom: {
        title: 'In a feed reader',
        text: [
          'Subscribe to the Atom feed or the JSON Feed of all changes, or to that of one State or treaty: each page names its own at its foot.',
        ],
      },
      calendar: {
        title: 'In a calendar',
        text: [
          'Subscribe to the calendar: entries into force and withdrawals to come, and the acts behind them. Calendars of one State or treaty are named at the foot of its page.',
        ],
      },
      webhook: {
        title: 'In a program, by webhook',
        text: [
          'A signed message to your address within seconds of each change, tried again for days where you are away, with a sequence that shows that nothing is missing. You need a key from whoever runs this service.',
        ],
      },
      links: {
        atom: 'Atom feed of all changes',
        json: 'JSON Feed of all changes',
        calendar: 'Calendar of all States',
        reference: 'Reference of the API',
      },
    },
    about: {
      title: 'Method and limits',
      lead: 'Which human rights treaties a State has signed, ratified, acceded to or left, since when, and how we know.',
      sections: [
        {
          title: 'What a status rests on',
          text: [
            'A status is computed from acts: signatures, ratifications, accessions, denunciations. Each act names its sources, and each source says how near it is to the depositary. A domestic decision, such as a vote of parliament, never moves a status.',
            'Where a depositary states the day of entry into force, that day is used; else it is computed by the treaty’s own rule, and marked as computed.',
          ],
        },
        {
          title: 'Two axes of time',
          text: [
            '“As of” asks what was so on a day. “As known on” asks what this record said at the end of a day. Nothing is edited: a correction is a record of its own, and the earlier answer can still be asked for.',
          ],
        },
        {
          title: 'Limits',
          text: [
            'Evidence ends on a day, and each page says on which. What happened after that day is not known here. “No action” means that no act is on record; “not looked at” means that no source has been read. Neither proves that nothing was done.',
            'This is no legal advice, and the depositaries’ own texts alone are authentic.',
          ],
        },
        {
          title: 'Regional groups and names',
          text: [
            'States are grouped as the General Assembly elects by, and named as the United Nations names them. No border is drawn, and no position is taken on the status of any territory.',
          ],
        },
        {
          title: 'Licences',
          text: [
            'The program and the data are under the Apache License 2.0. Documents of depositaries are linked to, not copied; their own terms apply to them.',
          ],
        },
        {
          title: 'To correct us',
          text: [
            'Tell whoever runs this service which act is wrong and which document says so. A correction is recorded beside what it corrects, with its reason, and everybody who follows the changes is told.',
          ],
        },
      ],
    },
  },
  zh: {
    subscribe: {
      title: '订阅变动',
      lead: '三种方式，从最简便到最可靠。',
      atom: {
        title: '用阅读器订阅',
        text: ['可订阅全部变动的 Atom 或 JSON Feed，也可只订阅某一国家或某一条约：各页页脚列有其订阅地址。'],
      },
      calendar: {
        title: '用日历订阅',
        text: ['订阅日历，可看到即将到来的生效和退出，以及相关行为。各国、各条约的日历列于其页面页脚。'],
      },
      webhook: {
        title: '用程序接收（Webhook）',
        text: [
          '每项变动发生后数秒内，向您的地址发送带签名的消息；若您暂时无法接收，会在数日内重试，并以连续序号表明没有遗漏。您需要向本服务的运营者索取密钥。',
        ],
      },
      links: {
        atom: '全部变动的 Atom 订阅源',
        json: '全部变动的 JSON Feed',
        calendar: '所有国家的日历',
        reference: 'API 文档',
      },
    },
    about: {
      title: '方法与局限',
      lead: '一国签署、批准、加入或退出了哪些人权条约，从何时起，依据是什么。',
      sections: [
        {
          title: '状态的依据',
          text: [
            '状态由行为推算得出：签署、批准、加入、退约等。每项行为都列明来源，每个来源都注明其与保管机关的远近。国内决定（例如议会表决）不改变状态。',
            '保管机关载明生效日期的，采用该日期；否则按条约自身的规则推算，并注明为推算。',
          ],
        },
        {
          title: '两条时间轴',
          text: [
            '“截至”询问某日的实际情况；“当时所知”询问本站在某日终了时的记录。记录从不改写：更正本身就是一项记录，先前的答案仍可查询。',
          ],
        },
        {
          title: '局限',
          text: [
            '证据有截止日，各页均予注明；此后的情况本站不掌握。“未采取行动”表示没有记录到任何行为，“未查阅”表示尚未查阅任何来源，二者均不证明该国未采取行动。',
            '本站内容不构成法律意见，唯有保管机关的文本为作准文本。',
          ],
        },
        {
          title: '区域组与名称',
          text: [
            '国家按联合国大会选举所用的区域组排列，名称采用联合国的名称。本站不绘制边界，对任何领土的地位不持立场。',
          ],
        },
        {
          title: '许可',
          text: ['程序和数据采用 Apache License 2.0。保管机关的文件只提供链接，不予复制，适用其自身条款。'],
        },
        {
          title: '更正',
          text: [
            '请告知本服务的运营者哪项行为有误，以及依据哪份文件。更正连同理由将与被更正的内容并列记录，并通知所有订阅变动的人。',
          ],
        },
      ],
    },
  },
  fr: {
    subscribe: {
      title: 'Être informé des changements',
      lead: 'Trois façons, de la plus simple à la plus sûre.',
      atom: {
        title: 'Dans un lecteur de fils',
        text: [
          'Abonnez-vous au fil Atom ou au JSON Feed de tous les changements, ou à celui d’un État ou d’un traité : chaque page indique le sien en bas.',
        ],
      },
      calendar: {
        title: 'Dans un agenda',
        text: [
          'Abonnez-vous au calendrier : les entrées en vigueur et les retraits à venir, et les actes correspondants. Les calendriers d’un État ou d’un traité sont indiqués en bas de sa page.',
        ],
      },
      webhook: {
        title: 'Dans un programme, par webhook',
        text: [
          'Un message signé à votre adresse dans les secondes qui suivent chaque changement, renvoyé pendant des jours si vous êtes absent, avec une numérotation qui montre que rien ne manque. Il vous faut une clé de la personne qui exploite ce service.',
        ],
      },
      links: {
        atom: 'Fil Atom de tous les changements',
        json: 'JSON Feed de tous les changements',
        calendar: 'Calendrier de tous les États',
        reference: 'Référence de l’API',
      },
    },
    about: {
      title: 'Méthode et limites',
      lead: 'Quels traités relatifs aux droits de l’homme un État a signés, ratifiés, rejoints par adhésion ou quittés, depuis quand, et d’où on le sait.',
      sections: [
        {
          title: 'Sur quoi repose un statut',
          text: [
            'Un statut se calcule à partir d’actes : signatures, ratifications, adhésions, dénonciations. Chaque acte cite ses sources, et chaque source dit à quelle distance elle se trouve du dépositaire. Une décision interne, telle qu’un vote du parlement, ne change jamais un statut.',
            'Quand un dépositaire indique la date d’entrée en vigueur, elle est retenue ; sinon elle est calculée selon la règle du traité, et signalée comme telle.',
          ],
        },
        {
          title: 'Deux axes de temps',
          text: [
            '« À la date du » demande ce qui était vrai un jour donné. « Tel que connu le » demande ce que ces données disaient à la fin d’un jour. Rien n’est réécrit : une correction est un enregistrement de plus, et la réponse antérieure reste disponible.',
          ],
        },
        {
          title: 'Limites',
          text: [
            'Les preuves s’arrêtent à une date, que chaque page indique. Ce qui s’est passé ensuite n’est pas connu ici. « Aucun acte » signifie qu’aucun acte n’est enregistré ; « non consulté » signifie qu’aucune source n’a été lue. Ni l’un ni l’autre ne prouve que rien n’a été fait.',
            'Ceci n’est pas un avis juridique ; seuls les textes des dépositaires font foi.',
          ],
        },
        {
          title: 'Groupes régionaux et noms',
          text: [
            'Les États sont groupés comme aux élections de l’Assemblée générale et nommés comme les nomme l’Organisation des Nations Unies. Aucune frontière n’est tracée, et aucune position n’est prise sur le statut d’un territoire.',
          ],
        },
        {
          title: 'Licences',
          text: [
            'Le programme et les données sont sous licence Apache 2.0. Les documents des dépositaires sont cités par un lien, non copiés ; leurs propres conditions s’y appliquent.',
          ],
        },
        {
          title: 'Pour nous corriger',
          text: [
            'Dites à la personne qui exploite ce service quel acte est faux et quel document le montre. Une correction est enregistrée à côté de ce qu’elle corrige, avec son motif, et tous ceux qui suivent les changements en sont informés.',
          ],
        },
      ],
    },
  },
});
