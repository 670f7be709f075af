export { useComposer } from './composer.ts'
export { folderIcon, useFolderName } from './folders.ts'
export { exactDate, formatFileSize, messageDate, shortDate, useToday } from './format.ts'
export { useListCursor, type ListCursor, type ListCursorOptions } from './list-cursor.ts'
export {
  MailListSkeleton,
  MailRow,
  MailRowSkeleton,
  RowDate,
  RowPeople,
  RowText,
  type MailRowProps,
  type MailRowSkeletonProps,
  type RowDateProps,
  type RowPeopleProps,
  type RowTextProps,
} from './mail-row.tsx'
export {
  personName,
  recipientsOf,
  rowPeople,
  shortName,
  useOwnAddresses,
  type RowPeopleOptions,
  type RowPerson,
} from './people.ts'
export { ShortcutList } from './shortcuts/shortcut-list.tsx'
export {
  Suggestion,
  SuggestionGroup,
  SuggestionHint,
  suggestionId,
  SuggestionList,
  type SuggestionGroupProps,
  type SuggestionListProps,
  type SuggestionProps,
} from './suggestion-list.tsx'
