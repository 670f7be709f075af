import { createContext } from 'react'

/** What an item tells its menu. */
export interface MenuContextValue {
  readonly close: () => void
}

export const MenuContext = createContext<MenuContextValue | null>(null)
