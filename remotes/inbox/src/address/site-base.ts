/** Path prefix of the site, with a slash at its end: what stands before our own route in the address. */
export const siteBase = (pathname = window.location.pathname): string =>
  /^(.*?)\/(inbox|search|settings|compose)(\/|$)/.exec(pathname)?.[1]?.concat('/') ?? (pathname.endsWith('/') ? pathname : `${pathname}/`)
