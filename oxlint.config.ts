export { default } from './configs/oxlint.ts'
