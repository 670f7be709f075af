import { useLocale, useWorkspace } from '@atrium/remote'
import { useLayoutEffect } from 'react'

/** Theme, density and language are attributes of the document: the design system's tokens hang on them. */
export function useDocumentAttributes(): void {
  const theme = useWorkspace((state) => state.theme)
  const density = useWorkspace((state) => state.density)
  const { locale, direction } = useLocale()
  useLayoutEffect(() => {
    const { documentElement } = document
    documentElement.dataset['theme'] = theme
    documentElement.dataset['density'] = density
    documentElement.lang = locale
    documentElement.dir = direction
  }, [theme, density, locale, direction])
}
