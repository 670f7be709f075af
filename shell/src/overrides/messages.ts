import { defineMessages } from '@atrium/remote'

/** Texts for people who develop a remote. */
export const messages = defineMessages({
  en: {
    overrides: 'Overrides',
    unsigned: '{remote} from {origin}, unsigned',
    refused: '{remote} is not overridden: {reason}',
    preview: 'Preview of {remote}: {name}',
    previewRefused: 'No preview {name} of {remote}: {reason}',
    drop: 'Drop',
    dropLabel: 'Drop all and reload',
  },
})
