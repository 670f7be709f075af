import { reportPage, type Section } from '../report/report-page.ts'
import { badge, tableHtml, type Cell } from '../report/table.ts'
import { treemapSvg } from '../report/treemap-svg.ts'
import { readableBytes } from '../report/units.ts'
import type { Analysis } from './analysis.ts'
import { isOver } from './budgets.ts'
import type { Difference } from './compare.ts'

const number = (title: string) => ({ title, number: true })

function treemap({ pieces }: Analysis): Section {
  const groups = pieces.map(({ name, owners }) => ({
    name,
    size: owners.reduce((sum, { size }) => sum + size, 0),
    children: owners.map(({ owner, size }) => ({ name: owner, size })),
  }))
  return {
    title: 'Where the bytes are',
    about: 'Every build, by package and room: octets as minified, from the source maps. Hover for figures.',
    html:
      `<div class="wide">${treemapSvg(groups, { width: 1070, height: 560 })}</div>` +
      `<div class="tall">${treemapSvg(groups, { width: 360, height: 620 })}</div>`,
  }
}

const verdict = (over: boolean): Cell => (over ? badge('bad', 'over') : badge('good', 'within'))

function budgets({ spending }: Analysis): Section {
  return {
    title: 'Budgets',
    about: 'What a page sends somebody who was never there, and all that a piece consists of; brotli. The limits are in budgets.json.',
    html: tableHtml(
      [{ title: 'What' }, number('Sent'), number('Budget'), number('Used'), { title: '' }],
      spending.map((each) => [
        each.name,
        readableBytes(each.spent),
        each.budget === undefined ? 'none given' : readableBytes(each.budget),
        each.budget === undefined ? '' : `${Math.round((each.spent / each.budget) * 100)} %`,
        verdict(isOver(each)),
      ]),
    ),
  }
}

function routes({ firstLoads }: Analysis): Section {
  return {
    title: 'First load by route',
    about: 'The shell is sent once, whatever is opened first; what a further page costs is the remote alone.',
    html: tableHtml(
      [{ title: 'Page' }, number('Shell'), number('Remote'), number('Together')],
      firstLoads.map(({ route, shell, remote }) => [route, readableBytes(shell), readableBytes(remote), readableBytes(shell + remote)]),
    ),
  }
}

function repeated({ repeated: found }: Analysis): Section {
  const rows = found.slice(0, 30).map(({ owner, pieces, saving }): Cell[] => [
    owner,
    Object.entries(pieces).map(([piece, size]) => `${piece} ${readableBytes(size)}`).join(', '),
    readableBytes(saving),
  ])
  return {
    title: 'The same code in several builds',
    about: 'Minified octets of modules that lie in more than one build, and what sharing the package would save somebody who opens everything. Sharing has a price of its own: what is shared is sent whole.',
    html: rows.length > 0 ? tableHtml([{ title: 'Package or room' }, { title: 'In' }, number('Sharing saves')], rows) : '<p>None.</p>',
  }
}

function shared({ sharing }: Analysis): Section {
  return {
    title: 'Who provides what',
    about: 'Libraries that exist once in the page: whose copy runs, who takes it, and copies brought along that never run.',
    html: tableHtml(
      [{ title: 'Library' }, { title: 'From' }, { title: 'Used by' }, { title: 'Copies never used' }],
      sharing.map(({ library, providedBy, usedBy, unusedCopies }) => [
        library,
        providedBy.length > 0 ? providedBy.join(', ') : badge('bad', 'nobody'),
        usedBy.join(', '),
        unusedCopies.length > 0 ? badge('bad', unusedCopies.join(', ')) : badge('good', 'none'),
      ]),
    ),
  }
}

function vendors({ vendors: lives }: Analysis): Section {
  const rows = lives.map(({ piece, file, releases, of, current }): Cell[] => [
    `${piece} ${file}`,
    `${releases} of ${of}`,
    current ? badge('good', 'current') : badge('quiet', 'past'),
  ])
  return {
    title: 'How long vendor files last',
    about: 'Files of registry packages over the releases in the store: the longer the same file is in force, the less a returning visitor fetches.',
    html: rows.length > 0 ? tableHtml([{ title: 'File' }, number('Releases'), { title: '' }], rows) : '<p>Nothing was released yet.</p>',
  }
}

function files({ pieces }: Analysis): Section {
  const rows = pieces.flatMap(({ name, files: all }) =>
    all.toSorted((a, b) => b.brotli - a.brotli).map(({ file, size, brotli }): Cell[] => [`${name}/${file}`, readableBytes(size), readableBytes(brotli)]),
  )
  return {
    title: 'Files',
    about: 'Everything that was written. What is inside of a bundle, module by module, is on the page of its build beside this one.',
    html: tableHtml([{ title: 'File' }, number('Minified'), number('Brotli')], rows),
  }
}

function changes(found: readonly Difference[], revision: string): Section {
  const rows = found.map(({ name, before, after }): Cell[] => {
    const by = after - before
    return [name, readableBytes(before), readableBytes(after), badge(by > 0 ? 'bad' : 'good', `${by > 0 ? '+' : '−'}${readableBytes(Math.abs(by))}`)]
  })
  return {
    title: 'What the change costs',
    about: `Compared with ${revision}.`,
    html: rows.length > 0 ? tableHtml([{ title: 'What' }, number('Before'), number('Now'), { title: 'Change' }], rows) : '<p>Nothing.</p>',
  }
}

export interface Comparison {
  readonly revision: string
  readonly differences: readonly Difference[]
}

/** The federated report: all builds on one page. */
export function analysisPage(analysis: Analysis, comparison?: Comparison): string {
  const over = analysis.spending.filter(isOver).length
  const landing = analysis.firstLoads.find(({ route }) => route === 'inbox')
  return reportPage({
    title: 'What Atrium sends',
    about: 'Every build of the workspace side by side: sizes, repetition, sharing and budgets.',
    figures: [
      { label: 'Over budget', value: String(over), tone: over > 0 ? 'bad' : 'good' },
      ...(landing ? [{ label: 'First page, brotli', value: readableBytes(landing.shell + landing.remote) }] : []),
      { label: 'Builds', value: String(analysis.pieces.length) },
      { label: 'Everything, brotli', value: readableBytes(analysis.pieces.reduce((sum, { brotli }) => sum + brotli, 0)) },
      { label: 'Sent twice, minified', value: readableBytes(analysis.repeated.reduce((sum, { saving }) => sum + saving, 0)) },
    ],
    sections: [
      ...(comparison ? [changes(comparison.differences, comparison.revision)] : []),
      ...[treemap, budgets, routes, repeated, shared, vendors, files].map((section) => section(analysis)),
    ],
  })
}
