import { useLayoutEffect, type RefObject } from 'react'

const growsItself = (): boolean => 'fieldSizing' in document.documentElement.style

/** Makes a text area as high as its text, where the browser cannot do so by `field-sizing`. */
export const useGrowing = (area: RefObject<HTMLTextAreaElement | null>, text: string): void => {
  useLayoutEffect(() => {
    const element = area.current
    if (!element || growsItself()) return
    element.style.blockSize = 'auto'
    element.style.blockSize = `${element.scrollHeight}px`
  }, [area, text])
}
