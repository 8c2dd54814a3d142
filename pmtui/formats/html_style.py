"""The style of all pages: calm, in the reader's own light or dark, from a phone's width on, and on paper."""

from __future__ import annotations

STYLE = """\
:root {
  color-scheme: light dark;
  --paper: #ffffff; --card: #f7f7f8; --edge: #e2e3e8; --line: #e9eaee; --ink: #1c1d22; --soft: #5c5f6a;
  --accent: #3355d1; --accent-soft: #c9d4fb; --good: #1a7f4b; --good-soft: #bfe6cf; --warn: #9a5b00; --warn-soft: #fbe3b5;
  --bad: #b3261e; --bad-soft: #f9d2cf; --idle: #6b7080; --idle-soft: #dcdee5;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15161a; --card: #1d1f25; --edge: #33363f; --line: #2a2d35; --ink: #e9eaef; --soft: #a2a6b3;
    --accent: #8ea6ff; --accent-soft: #2c3b78; --good: #62cf95; --good-soft: #1c4a32; --warn: #f0b354; --warn-soft: #56400f;
    --bad: #ff8f86; --bad-soft: #5e211d; --idle: #9297a6; --idle-soft: #3a3d48;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: anywhere;
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
}
main, footer { max-width: 68rem; margin: 0 auto; padding: 1.75rem 1.25rem; }
footer { padding-top: 0; color: var(--soft); font-size: .85rem; }
h1, h2, h3, h4 { line-height: 1.25; margin: 0 0 .5rem; text-wrap: balance; unicode-bidi: isolate; }
h1 { font-size: 1.75rem; letter-spacing: -.01em; }
h2 { font-size: 1.25rem; margin-top: 2.25rem; }
h3 { font-size: 1.05rem; margin-top: 1.5rem; }
h4 { font-size: 1rem; margin-top: 1rem; }
p { margin: 0 0 .75rem; max-width: 68ch; }
ul, ol { margin: 0 0 .75rem; padding-left: 1.25rem; }
li { margin: .2rem 0; max-width: 68ch; }
a { color: var(--accent); text-underline-offset: .15em; }
small, .soft { color: var(--soft); }
small { font-size: .85rem; }
.id { white-space: nowrap; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-size: .9em; }
code { background: var(--card); border-radius: 4px; padding: .1em .3em; }
pre { background: var(--card); border: 1px solid var(--edge); border-radius: 8px; padding: .75rem 1rem; overflow-x: auto; }
pre code { background: none; padding: 0; }
blockquote { margin: 0 0 .75rem; padding-left: 1rem; border-left: 3px solid var(--edge); color: var(--soft); }
hr { border: 0; border-top: 1px solid var(--edge); margin: 2rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .95rem; }
th, td { text-align: left; vertical-align: top; padding: .45rem .75rem .45rem 0; border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 600; font-size: .85rem; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
.lead { color: var(--soft); margin-bottom: 1.5rem; }
.title { font-weight: 600; unicode-bidi: isolate; }
.word { display: inline-block; border-radius: 999px; padding: .05rem .6rem; font-size: .8rem; line-height: 1.5; font-weight: 600;
  background: var(--idle-soft); color: var(--ink); white-space: nowrap; }
.word.good { background: var(--good-soft); } .word.warn { background: var(--warn-soft); }
.word.bad { background: var(--bad-soft); } .word.accent { background: var(--accent-soft); }
@media (max-width: 40rem) {
  main, footer { padding-left: 1rem; padding-right: 1rem; }
  h1 { font-size: 1.5rem; }
}
@page { margin: 15mm; }
@media print {
  :root {
    color-scheme: light;
    --paper: #ffffff; --card: #ffffff; --edge: #c9cbd2; --line: #dddfe5; --ink: #000000; --soft: #444650;
    --accent: #2443b5; --accent-soft: #c9d4fb; --good: #146b3d; --good-soft: #bfe6cf; --warn: #7f4a00; --warn-soft: #fbe3b5;
    --bad: #9c1f18; --bad-soft: #f9d2cf; --idle: #555a68; --idle-soft: #dcdee5;
  }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  body { font-size: 10.5pt; }
  main, footer { max-width: none; padding: 0; }
  h1, h2, h3, h4 { break-after: avoid; }
  li, tr, .card, .row { break-inside: avoid; }
  a { color: inherit; text-decoration: none; }
}"""
"""Rules for plain elements (headings, lists, tables, quotes) and a few words: `lead`, `soft`, `title`, `id`, `word` with
`good`, `warn`, `bad` or `accent`, `card`, `row`, `number`."""
