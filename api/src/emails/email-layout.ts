// The one look of all our mails: a heading, some sentences, a list of facts, a button, a footer.
// The HTML uses no tables, images or style sheets: what survives every mail program is little, and
// each element carries its own style. Colours change only where a program knows dark mode.

/** What a mail says. Nothing in it is escaped yet; addresses are absolute. */
export interface EmailContent {
  title: string;
  paragraphs: string[];
  facts: [label: string, value: string][];
  action: { label: string; url: string } | null;
  /** Why the reader gets it and what they can do about it, last and small. */
  footer: { text: string; links: { label: string; url: string }[] };
}

const paper = '#FAF8F4';
const surface = '#FFFFFF';
const ink = '#1A211E';
const muted = '#555E58';
const spruce = '#1F5C4A';
const onSpruce = '#FFFFFF';
const line = '#D8D2C6';
const font = "'Onest Variable',-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

/** Programs that honour it darken in our own colours; others keep or invert the light ones. */
const darkStyle = `@media (prefers-color-scheme: dark) {
  .page { background: #101513 !important; }
  .card { background: #18201D !important; border-color: #33403A !important; }
  .ink { color: #EBF1EE !important; }
  .muted, .muted a { color: #A3B1AA !important; }
  .button { background: #7CCFAE !important; color: #06231A !important; }
  .fact { border-color: #33403A !important; }
}`;

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it may stand in HTML, in an attribute too. */
const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? character);

/** The mail as HTML. */
export function renderEmailHtml(content: EmailContent): string {
  const { title, paragraphs, facts, action, footer } = content;
  const sentences = paragraphs.map(
    (text) =>
      `<p class="ink" style="margin:0 0 12px;color:${ink};font-size:16px;line-height:1.5">${escapeHtml(text)}</p>`,
  );
  const rows = facts.map(
    ([label, value]) =>
      `<p class="fact ink" style="margin:0;padding:8px 0;border-top:1px solid ${line};color:${ink};font-size:15px;line-height:1.5"><span class="muted" style="color:${muted}">${escapeHtml(label)}:</span> ${escapeHtml(value)}</p>`,
  );
  const button = action
    ? `<p style="margin:24px 0 0"><a class="button" href="${escapeHtml(action.url)}" style="display:inline-block;padding:12px 20px;border-radius:6px;background:${spruce};color:${onSpruce};font-size:16px;font-weight:550;text-decoration:none">${escapeHtml(action.label)}</a></p>`
    : '';
  const links = footer.links.map(
    ({ label, url }) =>
      `<a href="${escapeHtml(url)}" style="color:${muted}">${escapeHtml(label)}</a>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${darkStyle}</style>
</head>
<body class="page" style="margin:0;padding:24px 12px;background:${paper};font-family:${font}">
<div class="card" style="max-width:560px;margin:0 auto;padding:24px;background:${surface};border:1px solid ${line};border-radius:12px">
<p class="muted" style="margin:0 0 16px;color:${muted};font-size:15px">MindBot</p>
<h1 class="ink" style="margin:0 0 16px;color:${ink};font-size:22px;line-height:1.2;font-weight:680">${escapeHtml(title)}</h1>
${[...sentences, ...rows, button].filter(Boolean).join('\n')}
</div>
<p class="muted" style="max-width:560px;margin:16px auto 0;color:${muted};font-size:13px;line-height:1.5">${escapeHtml(footer.text)}<br>${links.join(' · ')}</p>
</body>
</html>
`;
}

/** The same mail as plain text. */
export function renderEmailText(content: EmailContent): string {
  const { title, paragraphs, facts, action, footer } = content;
  const blocks = [
    title,
    ...paragraphs,
    facts.map(([label, value]) => `${label}: ${value}`).join('\n'),
    action ? `${action.label}: ${action.url}` : '',
    // The sign after which mail programs show a signature.
    ['-- ', footer.text, ...footer.links.map(({ label, url }) => `${label}: ${url}`)].join('\n'),
  ];
  return `${blocks.filter(Boolean).join('\n\n')}\n`;
}
