// The look of the sandbox's pages: MindBot's colours, light and dark, from phones up.

/** The one style sheet. */
export const styleSheet = `
:root {
  color-scheme: light dark;
  --bg: #faf8f4; --surface: #fff; --sunken: #f0ede6; --ink: #1a211e; --muted: #555e58;
  --spruce: #1f5c4a; --on-spruce: #fff; --spruce-soft: #dceae3; --amber: #8a5000;
  --amber-soft: #fbebcb; --brick: #a32a1e; --brick-soft: #fae1dc; --edge: #837d70;
  --line: #d8d2c6; --focus: #1a5fd0;
  font: 1rem/1.5 'Onest Variable', system-ui, sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --bg: #101513; --surface: #18201d; --sunken: #0b0f0d; --ink: #ebf1ee; --muted: #a3b1aa;
    --spruce: #7ccfae; --on-spruce: #06231a; --spruce-soft: #1c3a30; --amber: #f0b04a;
    --amber-soft: #3a2a0c; --brick: #ff8d7d; --brick-soft: #42190f; --edge: #74867d;
    --line: #33403a; --focus: #9cc2ff;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--ink); }
.banner {
  padding: 8px 16px; background: var(--amber-soft); color: var(--amber); font-weight: 650;
  text-align: center; font-size: .9375rem;
}
main { max-width: 34rem; margin: 0 auto; padding: 24px 16px 48px; }
main.wide { max-width: 76rem; }
h1 { font-size: 1.375rem; line-height: 1.2; margin: 0 0 16px; }
h2 { font-size: 1.125rem; line-height: 1.2; margin: 32px 0 12px; }
p { margin: 0 0 12px; }
.muted { color: var(--muted); }
.card {
  background: var(--surface); border: 1px solid var(--line); border-radius: 12px; padding: 16px;
  margin: 0 0 16px;
}
.notice { border-radius: 12px; padding: 12px 16px; margin: 0 0 16px; }
.notice.bad { background: var(--brick-soft); color: var(--brick); }
.notice.good { background: var(--spruce-soft); color: var(--spruce); }
.notice.note { background: var(--amber-soft); color: var(--amber); }
dl.order { margin: 0; display: grid; grid-template-columns: 1fr auto; row-gap: 8px; }
dl.order dt { overflow-wrap: anywhere; min-width: 0; }
dl.order dd { margin: 0; padding-left: 16px; text-align: right; font-variant-numeric: tabular-nums; }
dl.order .total { font-weight: 680; border-top: 1px solid var(--line); padding-top: 8px; }
fieldset { border: 0; padding: 0; margin: 0 0 16px; min-width: 0; }
legend { font-weight: 650; padding: 0; margin: 0 0 8px; }
.choice {
  display: flex; gap: 12px; align-items: center; min-height: 48px; padding: 8px 12px; cursor: pointer;
  border: 1px solid var(--line); border-radius: 6px; background: var(--surface); margin: 0 0 8px;
}
.choice:has(input:checked) { border-color: var(--spruce); box-shadow: inset 0 0 0 1px var(--spruce); }
.choice input { flex: none; width: 20px; height: 20px; margin: 0; accent-color: var(--spruce); }
.choice span { min-width: 0; }
.choice small { display: block; color: var(--muted); font-size: .8125rem; overflow-wrap: anywhere; }
label.field { display: block; font-weight: 550; margin: 0 0 12px; }
label.field input {
  display: block; width: 100%; min-height: 44px; margin-top: 4px; padding: 8px 12px; font: inherit;
  color: var(--ink); background: var(--surface); border: 1px solid var(--edge); border-radius: 6px;
}
button, .button {
  font: inherit; font-weight: 650; min-height: 44px; padding: 8px 16px; border-radius: 6px;
  border: 1px solid var(--edge); background: var(--surface); color: var(--ink); cursor: pointer;
  display: inline-flex; align-items: center; justify-content: center; text-decoration: none;
}
button.primary, .button.primary {
  background: var(--spruce); border-color: var(--spruce); color: var(--on-spruce); width: 100%;
  min-height: 48px; font-variant-numeric: tabular-nums;
}
button.danger { color: var(--brick); border-color: var(--brick); }
button[disabled] { opacity: .6; cursor: progress; }
.row { display: flex; flex-wrap: wrap; gap: 8px; align-items: end; }
.actions { display: grid; gap: 8px; }
a { color: var(--spruce); }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
code { font: .875rem ui-monospace, monospace; overflow-wrap: anywhere; }
ul.list { list-style: none; padding: 0; margin: 0; }
ul.list > li {
  background: var(--surface); border: 1px solid var(--line); border-radius: 12px;
  padding: 12px 16px; margin: 0 0 12px; display: grid; gap: 8px 24px;
}
@media (min-width: 900px) {
  ul.list > li { grid-template-columns: minmax(0, 1fr) auto; align-items: center; }
  .columns { display: grid; grid-template-columns: minmax(0, 1fr) 22rem; gap: 32px; }
}
.headline { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: baseline; }
.amount { font-weight: 680; font-variant-numeric: tabular-nums; }
.state { font-size: .8125rem; font-weight: 650; padding: 2px 8px; border-radius: 999px; background: var(--sunken); }
.state.good { background: var(--spruce-soft); color: var(--spruce); }
.state.bad { background: var(--brick-soft); color: var(--brick); }
.state.note { background: var(--amber-soft); color: var(--amber); }
.row input, .row select {
  font: inherit; min-height: 44px; padding: 8px 12px; border: 1px solid var(--edge); border-radius: 6px;
  background: var(--surface); color: var(--ink); width: 8rem;
}
.row select { width: auto; max-width: 100%; }
.event { display: flex; gap: 8px; justify-content: space-between; align-items: center; padding: 4px 0; }
.event span { min-width: 0; }
details summary { min-height: 44px; padding: 8px 0; cursor: pointer; color: var(--muted); }
.event button { font-size: .8125rem; padding: 4px 8px; white-space: nowrap; }
.event code { font-size: .8125rem; }
.columns h2:first-child { margin-top: 0; }
.card > h2:first-child { margin-top: 0; }
.visually-hidden {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}
`;
