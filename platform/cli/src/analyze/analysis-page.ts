import { reportPage, type Section } from '../report/report.ts'
import { badge, tableHtml, type Cell } from '../report/report.ts'
import { treemapSvg } from '../report/treemap.ts'
import { readableBytes } from '../report/report.ts'
import type { Analysis } from './analysis.ts'
import { isOver } from './analysis.ts'
import type { Difference } from './analysis.ts'

const number = (title: string) => ({ title, number: true })

function treemap({ builds }: Analysis): Section {
  const groups = builds.map(({ name, owners }) => ({
    name,
    size: owners.reduce((sum, { size }) => sum + size, 0),
    children: owners.map(({ owner, size }) => ({ name: owner, size })),
  }))
  return {
    title: 'Where the bytes are',
    about: 'Every build, by package: minified bytes, from the source maps. Hover for figures.',
    html:
      `<div class="wide">${treemapSvg(groups, { width: 1070, height: 560 })}</div>` +
      `<div class="tall">${treemapSvg(groups, { width: 360, height: 620 })}</div>`,
  }
}

const verdict = (over: boolean): Cell => (over ? badge('bad', 'over') : badge('good', 'within'))

function budgets({ spending }: Analysis): Section {
  return {
    title: 'Budgets',
    about: 'What a first visit to a page needs, and the size of each build; brotli. The limits are in budgets.json.',
    html: tableHtml(
      [{ title: 'What' }, number('Sent'), number('Budget'), number('Used'), { title: '' }],
      spending.map((each) => [
        each.name,
        readableBytes(each.spent),
        each.budget === undefined ? 'none' : readableBytes(each.budget),
        each.budget === undefined ? '' : `${Math.round((each.spent / each.budget) * 100)} %`,
        verdict(isOver(each)),
      ]),
    ),
  }
}

function routes({ firstLoads }: Analysis): Section {
  return {
    title: 'First load by route',
    about: 'The host is sent once, whatever is opened first; a further page costs its remote alone.',
    html: tableHtml(
      [{ title: 'Page' }, number('Host'), number('Remote'), number('Total')],
      firstLoads.map(({ route, host, remote }) => [route, readableBytes(host), readableBytes(remote), readableBytes(host + remote)]),
    ),
  }
}

function repeated({ repeated: found }: Analysis): Section {
  const rows = found.slice(0, 30).map(({ owner, builds, saving }): Cell[] => [
    owner,
    Object.entries(builds).map(([build, size]) => `${build} ${readableBytes(size)}`).join(', '),
    readableBytes(saving),
  ])
  return {
    title: 'The same code in several builds',
    about: 'Minified bytes of modules that are in more than one build, and what sharing the package would save a user who opens everything. Sharing has a price of its own: a shared package is sent whole.',
    html: rows.length > 0 ? tableHtml([{ title: 'Package' }, { title: 'In' }, number('Sharing saves')], rows) : '<p>None.</p>',
  }
}

function shared({ sharing }: Analysis): Section {
  return {
    title: 'Shared libraries',
    about: 'Libraries that exist once in the page: which copy runs, who uses it, and copies that never run.',
    html: tableHtml(
      [{ title: 'Library' }, { title: 'From' }, { title: 'Used by' }, { title: 'Copies never used' }],
      sharing.map(({ library, providedBy, usedBy, unusedCopies }) => [
        library,
        providedBy.length > 0 ? providedBy.join(', ') : badge('bad', 'none'),
        usedBy.join(', '),
        unusedCopies.length > 0 ? badge('bad', unusedCopies.join(', ')) : badge('good', 'none'),
      ]),
    ),
  }
}

function vendors({ vendors: lives }: Analysis): Section {
  const rows = lives.map(({ name, file, releases, of, current }): Cell[] => [
    `${name} ${file}`,
    `${releases} of ${of}`,
    current ? badge('good', 'current') : badge('quiet', 'past'),
  ])
  return {
    title: 'How long vendor files last',
    about: 'Files of npm packages over the releases in the store: the longer a file stays the same, the less a returning user fetches.',
    html: rows.length > 0 ? tableHtml([{ title: 'File' }, number('Releases'), { title: '' }], rows) : '<p>No releases yet.</p>',
  }
}

function files({ builds }: Analysis): Section {
  const rows = builds.flatMap(({ name, files: all }) =>
    all.toSorted((a, b) => b.brotli - a.brotli).map(({ file, size, brotli }): Cell[] => [`${name}/${file}`, readableBytes(size), readableBytes(brotli)]),
  )
  return {
    title: 'Files',
    about: 'Every output file. The page of each build beside this one shows its modules.',
    html: tableHtml([{ title: 'File' }, number('Minified'), number('Brotli')], rows),
  }
}

function changes(found: readonly Difference[], revision: string): Section {
  const rows = found.map(({ name, before, after }): Cell[] => {
    const by = after - before
    return [name, readableBytes(before), readableBytes(after), badge(by > 0 ? 'bad' : 'good', `${by > 0 ? '+' : '−'}${readableBytes(Math.abs(by))}`)]
  })
  return {
    title: 'Changes',
    about: `Compared with ${revision}.`,
    html: rows.length > 0 ? tableHtml([{ title: 'What' }, number('Before'), number('Now'), { title: 'Change' }], rows) : '<p>Nothing.</p>',
  }
}

export interface Comparison {
  readonly revision: string
  readonly differences: readonly Difference[]
}

interface AnalysisPageOptions {
  /** Name of the product. */
  readonly title: string
  readonly comparison: Comparison | undefined
}

/** The report: all builds on one page. */
export function analysisPage(analysis: Analysis, { title, comparison }: AnalysisPageOptions): string {
  const over = analysis.spending.filter(isOver).length
  const [landing] = analysis.firstLoads
  return reportPage({
    title: `What ${title} sends`,
    about: 'Every build side by side: sizes, repetition, sharing and budgets.',
    figures: [
      { label: 'Over budget', value: String(over), tone: over > 0 ? 'bad' : 'good' },
      ...(landing ? [{ label: `First visit to ${landing.route}, brotli`, value: readableBytes(landing.host + landing.remote) }] : []),
      { label: 'Builds', value: String(analysis.builds.length) },
      { label: 'All builds, brotli', value: readableBytes(analysis.builds.reduce((sum, { brotli }) => sum + brotli, 0)) },
      { label: 'Sent twice, minified', value: readableBytes(analysis.repeated.reduce((sum, { saving }) => sum + saving, 0)) },
    ],
    sections: [
      ...(comparison ? [changes(comparison.differences, comparison.revision)] : []),
      ...[treemap, budgets, routes, repeated, shared, vendors, files].map((section) => section(analysis)),
    ],
  })
}
