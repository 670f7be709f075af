/** Mail that is made to stop the reader's page, built here because each is megabytes. */
export const heavyMail: Readonly<Record<string, () => string>> = {
  'elements within elements': () => '<div>'.repeat(200_000),
  'as many open elements as are let in': () => '<div>'.repeat(40_000),
  'formatting that is opened again and again': () => '<b><i><u><font>'.repeat(500) + '<p>x'.repeat(2000),
  'formatting of a thousand kinds, closed where no parser looks': () =>
    Array.from({ length: 2000 }, (_, index) => `<font size="${index}" title="</font>"><!-- </font> -->`).join('') +
    '<p>x'.repeat(20_000),
  'quotes within quotes': () => '<blockquote>'.repeat(5000) + 'x',
  'quotes beside quotes': () => 'On Monday Ada wrote:<blockquote>x</blockquote>'.repeat(10_000),
  links: () => '<a href="https://bank.example/">https://evil.example/</a> '.repeat(30_000),
  pictures: () => '<img src="https://a.example/x.png" style="width:10px">'.repeat(30_000),
  'style attributes': () =>
    '<p style="color:#333;background:url(x);margin:1px 2px 3px 4px;font:12px/1 serif">x</p>'.repeat(30_000),
  'style rules': () => `<style>${'p > b:not(.x) ~ i, a[href]{color:#333;margin:1px}'.repeat(60_000)}</style><p>x</p>`,
  'media within media': () => `<style>${'@media (min-width:1px){'.repeat(20_000)}p{color:red}</style><p>x</p>`,
  'selectors that look far': () =>
    `<style>${':has(:has(*)) *{color:red}'.repeat(200)}</style>${'<p><b><i>x</i></b></p>'.repeat(3000)}`,
  'text after much formatting': () =>
    Array.from({ length: 35_000 }, (_, index) => `<font size=${index}>`).join('') +
    '<p>x'.repeat(1000) +
    'x'.repeat(3_000_000),
  'an attribute of megabytes': () =>
    `<p title="${'x'.repeat(5_000_000)}" style="${'color:red;'.repeat(200_000)}">x</p>`,
  'attributes by the thousand': () =>
    `<p ${Array.from({ length: 20_000 }, (_, index) => `a${index}=b`).join(' ')}>x</p>`,
  'a table of cells': () => `<table>${`<tr>${'<td colspan=1000 rowspan=60000>x'.repeat(40)}`.repeat(400)}</table>`,
  comments: () => '<!-- x -->'.repeat(100_000),
  'angle brackets': () => '<'.repeat(1_000_000),
  'entities without an end': () => '&'.repeat(500_000) + '&amp'.repeat(200_000),
  'a link that is text for ever': () => `<a href="https://a.example/">${'a.'.repeat(300_000)}</a>`,
  colons: () => `${': '.repeat(200_000)}<blockquote>x</blockquote>`,
  'line ends': () => `<pre>${'\n'.repeat(500_000)}x</pre>`,
  'rules within one media query': () =>
    `<style>@media (min-width:1px){${'p b{color:red}'.repeat(100_000)}}</style>${'<p><b>x</b></p>'.repeat(10_000)}`,
  'rules that look at all siblings': () =>
    `<style>${'.none ~ p{color:red}'.repeat(3000)}</style>${'<p>x</p>'.repeat(30_000)}`,
  'rules that look at all ancestors': () =>
    `<style>${':empty b{color:red}'.repeat(4000)}</style>${'<div>'.repeat(200)}${'<b>x</b>'.repeat(30_000)}`,
  'properties of its own by the thousand': () =>
    `<p style="${Array.from({ length: 50_000 }, (_, index) => `--a${index}:1`).join(';')}">x</p>`,
  'attributes by the hundred thousand': () =>
    `<p ${Array.from({ length: 200_000 }, (_, index) => `a${index}`).join(' ')}>x</p>`,
  'colours by the thousand': () =>
    Array.from(
      { length: 30_000 },
      (_, index) => `<i style="color:#${(index + 4096).toString(16).padStart(6, '0')}">x</i>`,
    ).join(''),
  'quotes that are siblings': () => `x${'<blockquote type=cite>x</blockquote>'.repeat(19_000)}x`,
  'children of one element by the hundred thousand': () => `<form>${'x<!-- -->'.repeat(300_000)}</form>`,
  'a link with an address of tabs': () => `<a href="https://a.example/${'\t'.repeat(300_000)}x">x</a>`,
  'links within tables within links': () =>
    '<a href="https://a.example/"><table><tr><td>'.repeat(2000) + 'x '.repeat(500_000),
  'invisible pictures within much': () =>
    '<div style="opacity:.9;max-width:50%">'.repeat(400) + '<img src="https://a.example/x.png">'.repeat(20_000),
  'table in table': () => '<table><tr><td>'.repeat(2000) + 'x',
}
