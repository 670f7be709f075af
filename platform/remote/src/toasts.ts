import type { Toast } from '@atrium/mail-contracts'
import { workspace } from './store.ts'

let count = 0

/** Shows a short notice and returns its id. */
export function showToast(toast: Omit<Toast, 'id'>): string {
  const id = `toast-${++count}`
  workspace.setState(({ toasts }) => ({ toasts: [...toasts.slice(-3), { ...toast, id }] }))
  return id
}

export function dismissToast(id: string): void {
  workspace.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }))
}
