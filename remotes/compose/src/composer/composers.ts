import { create } from 'zustand'
import type { Draft } from '../draft/draft.ts'
import type { Composer } from './composer.ts'

export interface Composers {
  /** In the order they were opened. */
  readonly list: readonly Composer[]
}

/** The one state of this remote: whoever opens a window, everybody sees it. */
export const useComposers = create<Composers>(() => ({ list: [] }))

export const findComposer = (key: string): Composer | undefined =>
  useComposers.getState().list.find((composer) => composer.key === key)

export const addComposer = (composer: Composer): void =>
  useComposers.setState(({ list }) => ({ list: [...list, composer] }))

export const removeComposer = (key: string): void =>
  useComposers.setState(({ list }) => ({ list: list.filter((composer) => composer.key !== key) }))

export const patchComposer = (key: string, patch: Partial<Composer>): void =>
  useComposers.setState(({ list }) => ({
    list: list.map((composer) => (composer.key === key ? { ...composer, ...patch } : composer)),
  }))

export const patchDraft = (key: string, patch: Partial<Draft>): void =>
  useComposers.setState(({ list }) => ({
    list: list.map((composer) =>
      composer.key === key ? { ...composer, draft: { ...composer.draft, ...patch } } : composer,
    ),
  }))

export const isOpen = ({ view }: Composer): boolean => view !== 'closed'
