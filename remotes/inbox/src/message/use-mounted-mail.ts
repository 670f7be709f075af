import { mountMail, type MountedMail, type MountOptions } from '@atrium/mail-html'
import { useEffect, useEffectEvent, useRef, type RefObject } from 'react'
import { pagePalettes } from './page-palettes.ts'

/** A message in its frame, as long as the container is there; drawn again when what it shows has changed. */
export function useMountedMail(options: MountOptions): RefObject<HTMLDivElement | null> {
  const container = useRef<HTMLDivElement>(null)
  const mounted = useRef<MountedMail>(null)
  const start = useEffectEvent((element: HTMLElement) =>
    mountMail(element, { ...options, palettes: pagePalettes(element) }),
  )
  const update = useEffectEvent((element: HTMLElement) =>
    mounted.current?.update({ ...options, palettes: pagePalettes(element) }),
  )
  useEffect(() => {
    if (!container.current) return
    const current = start(container.current)
    mounted.current = current
    return () => {
      mounted.current = null
      current.destroy()
    }
  }, [])
  const { images, theme } = options
  const { html, text } = options.content
  const first = useRef(true)
  useEffect(() => {
    if (!first.current && container.current) update(container.current)
    first.current = false
  }, [html, text, images, theme])
  return container
}
