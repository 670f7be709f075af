export { remoteTemplate, titleOf, writeTemplate } from './write-product.ts'
