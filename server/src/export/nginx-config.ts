import { apiHeaders, mailFrameHeaders, pageHeaders, releaseHeaders, type Headers } from '@atrium/configs/security'
import { paths } from '@atrium/protocol'

export interface NginxOptions {
  /** Absolute path of the exported folder. */
  readonly folder: string
  /** Path prefix of the site, with a slash at its end. */
  readonly basePath: string
  /** Names of remotes that have a page of their own. */
  readonly pages: readonly string[]
  /** Origins other than the site's own that releases are served from. */
  readonly releaseOrigins: readonly string[]
  /** Whether browsers reach nginx through TLS. */
  readonly https: boolean
  /** `host:port` or `port`. */
  readonly listen: string
  /** Address of the Atrium server that answers for sessions and mail: `http://127.0.0.1:3000`. */
  readonly server: string
  /** Whether nginx has the module that serves `.br` files. */
  readonly brotli: boolean
}

/** nginx writes 16 random bytes in its place, new for each request. */
export const noncePlaceholder = 'ATRIUM-NONCE'

/** In a quoted string of nginx only these mean something. */
const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`

const addHeaders = (headers: Headers, indent = '    '): string =>
  Object.entries(headers)
    .filter(([name]) => name !== 'content-type' && name !== 'etag')
    .map(([name, value]) => `${indent}add_header ${name} ${quoted(value)} always;`)
    .join('\n')

const proxied = ({ server }: NginxOptions, prefix: string): string => `
  location ^~ ${prefix} {
    proxy_pass ${server};
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    proxy_set_header Host $http_host;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Forwarded-Proto $scheme;
    # New mail comes as an endless answer.
    proxy_buffering off;
    proxy_read_timeout 1h;
    client_max_body_size 60m;
  }`

function pageLocations({ folder, basePath, pages, releaseOrigins, https }: NginxOptions): string {
  const headers = addHeaders(pageHeaders({ nonce: '$request_id', https, basePath, releaseOrigins }))
  const page = (file: string): string => `
    default_type text/html;
    charset utf-8;
    types {}
    root ${folder}/pages;
    rewrite ^ /${file} break;
    # 16 random bytes for each answer: the nonce of the policy below.
    sub_filter ${noncePlaceholder} $request_id;
    sub_filter_once off;
    gzip on;
${headers}`
  return `
  location ~ ^${basePath}(?<remote>${pages.join('|')})(/[^.]*)?$ {${page('$remote.html')}
  }
  location ~ ^${basePath}[^.]*$ {${page('index.html')}
  }`
}

function releaseLocations({ folder, basePath, https, brotli }: NginxOptions): string {
  const below = `${basePath}${paths.releases.slice(1)}`
  const serve = (file: string): string => `
    alias ${folder}/releases/$1;
    gzip_static on;${brotli ? '\n    brotli_static on;' : ''}
    etag on;
${addHeaders(releaseHeaders(https, file))}`
  return `
  # Sources, pages and compressed siblings are not for the public.
  location ~ ^${below}/.*\\.(map|html|br|gz)$ {
    return 404;
  }
  location ~ ^${below}/([a-z][a-z0-9-]*/([0-9a-f]+|vendor)/.+\\.js)$ {
    types { text/javascript js; }${serve('a.js')}
  }
  location ~ ^${below}/([a-z][a-z0-9-]*/[0-9a-f]+/.+)$ {
    types { text/css css; application/json json; image/svg+xml svg; font/woff2 woff2; image/png png; image/webp webp; }${serve('a.css')}
  }`
}

function documentLocations({ folder, basePath, https }: NginxOptions): string {
  const registry = addHeaders(apiHeaders(https))
  return `
  location = ${basePath}${paths.registry.slice(1)} {
    types {}
    default_type application/json;
    alias ${folder}/registry/index.json;
${registry}
  }
  location ~ ^${basePath}${paths.registry.slice(1)}/([a-z][a-z0-9-]*)$ {
    types {}
    default_type application/json;
    alias ${folder}/registry/$1.json;
${registry}
  }
  location ~ ^${basePath}(${paths.registry.slice(1)}|${paths.releases.slice(1)})/ {
    return 404;
  }
  location = ${basePath}${paths.mailFrame.slice(1)} {
    types {}
    default_type text/html;
    charset utf-8;
    alias ${folder}/mail-frame.html;
${addHeaders(mailFrameHeaders(https))}
  }
  location = ${basePath}favicon.svg {
    types { image/svg+xml svg; }
    alias ${folder}/favicon.svg;
  }`
}

/** A `server` block for nginx that serves an exported site; put it into `conf.d`. */
export const nginxConfig = (options: NginxOptions): string => `# Written by the export: a change here is lost with the next one.
server {
  listen ${options.listen};
  server_tokens off;
  absolute_redirect off;
${proxied(options, `${options.basePath}api/`)}
${proxied(options, `${options.basePath}jmap/`)}
${releaseLocations(options)}
${documentLocations(options)}
${pageLocations(options)}
}
`
