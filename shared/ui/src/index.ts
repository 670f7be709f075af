import './tokens.css'
import './base.css'

export { Avatar, type AvatarProps } from './avatar.tsx'
export { useBackCloses } from './back-closes.ts'
export { Badge, Chip, Kbd, type BadgeProps, type ChipProps, type KbdProps } from './badge.tsx'
export { Button, IconButton, type ButtonProps, type IconButtonProps } from './button.tsx'
export { classNames } from './class-names.ts'
export { Dialog, type DialogProps } from './dialog.tsx'
export {
  Checkbox,
  PasswordField,
  SearchField,
  Select,
  TextField,
  type CheckboxProps,
  type PasswordFieldProps,
  type SearchFieldProps,
  type SelectProps,
  type TextFieldProps,
} from './field.tsx'
export { Icon, type IconName, type IconProps } from './icon.tsx'
export {
  Menu,
  MenuHeading,
  MenuItem,
  MenuSeparator,
  type MenuHeadingProps,
  type MenuItemProps,
  type MenuProps,
  type MenuTriggerProps,
} from './menu.tsx'
export { Popover, type Placement, type PopoverProps } from './popover.tsx'
export { SplitPane, type SplitPaneProps } from './split-pane.tsx'
export {
  EmptyState,
  ErrorState,
  ProgressBar,
  Skeleton,
  SkeletonRows,
  type EmptyStateProps,
  type ErrorStateProps,
  type ProgressBarProps,
  type SkeletonProps,
  type SkeletonRowsProps,
} from './states.tsx'
export {
  cleanFragment,
  cleanText,
  foldText,
  isolated,
  spoken,
  VisuallyHidden,
  type VisuallyHiddenProps,
} from './text.tsx'
export { Toasts, type ToastItem, type ToastsProps } from './toasts.tsx'
export { Tooltip, type TooltipProps } from './tooltip.tsx'
export { rowHeights, VirtualList, type VirtualListHandle, type VirtualListProps } from './virtual-list.tsx'
