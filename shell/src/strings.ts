import { defineStrings } from '@atrium/remote'

/** What the user calls a remote: its name, capitalized. */
export const remoteTitle = (remote: string): string =>
  remote.replaceAll('-', ' ').replace(/^./, (first) => first.toUpperCase())

/** Interface texts of the shell. */
export const strings = defineStrings({
  en: {
    product: 'Atrium',
    loading: 'Loading',
    // frame
    skipToContent: 'Skip to content',
    navigation: 'Folders and pages',
    pages: 'Pages',
    openMenu: 'Open menu',
    closeMenu: 'Close menu',
    collapseRail: 'Collapse sidebar',
    expandRail: 'Expand sidebar',
    home: 'Atrium, go to inbox',
    compose: 'Compose',
    search: 'Search',
    settings: 'Settings',
    searchMail: 'Search mail',
    clearSearch: 'Clear search',
    offline: 'Offline',
    offlineNote: 'You are offline. You can still read what is open, and what you write is saved on this device.',
    unread: '{count, plural, one {# unread} other {# unread}}',
    notifications: 'Notifications',
    dismiss: 'Dismiss',
    // account menu
    account: 'Account: {address}',
    theme: 'Theme',
    themeSystem: 'System default',
    themeLight: 'Light',
    themeDark: 'Dark',
    signOut: 'Sign out',
    // a remote that cannot be shown
    tryAgain: 'Try again',
    reload: 'Reload the page',
    reference: 'Reference',
    // In these a name may be one thing or several: no verb that would have to agree with it.
    remoteOffline: '{name} could not load without a connection',
    remoteOfflineDetail:
      'You are offline. You can still read what is open, and what you write is saved on this device.',
    remoteDisabled: 'Switched off: {name}',
    remoteDisabledDetail: 'Your administrator has switched it off. Your mail is not affected.',
    remotePaused: 'Switched off after repeated failures: {name}',
    remotePausedDetail:
      'It failed repeatedly in this tab and was stopped. Your mail is safe, and the rest of Atrium works.',
    remoteUnreachableDetail:
      'The server is not responding. Atrium keeps trying. Your mail is safe, and what is open still works.',
    remoteExcludedDetail: 'The address of this page switches it off. Your mail is not affected.',
    switchOn: 'Switch back on',
    // remotes that are off
    off: 'Off: {names}',
    offReasons: 'Switched off in this tab',
    offByAddress: '{name}, by the address of this page',
    offByFailures: '{name}, after repeated failures',
    offByOperator: '{name}, by your administrator',
    switchOnOne: 'Switch {name} back on',
    inspectorFailed: 'The inspector could not be opened',
    newVersion: 'A new version is available. Reload',
    storageUnavailable:
      'This browser has no storage for Atrium. Recent searches and unsaved drafts are lost when you close this tab.',
    remoteUnknown: 'There is no page at this address',
    remoteUnknownDetail: 'It may be mistyped, or belong to a part of Atrium that is no longer here.',
    toInbox: 'Go to the inbox',
    pageLost: 'This page could not be displayed',
    pageLostDetail: 'Your mail is safe on the server, and what you were writing is saved.',
    remoteFailed: '{name} could not be opened',
    remoteFailedDetail: 'Your mail is safe on the server, and the rest of Atrium works.',
    remoteRefused: '{name} did not pass the safety check',
    remoteRefusedDetail:
      'Its files are not the ones that were released, so nothing of it has run. Your mail is safe, and the rest of Atrium works.',
    remoteIncompatible: '{name} did not fit this version of Atrium',
    remoteIncompatibleDetail: 'Reload the page to get the latest version. Your mail and your drafts are safe.',
    preferencesNotSaved: 'The setting could not be saved and was changed back',
    composeFailed: 'A new message could not be opened',
    draftSaved: 'Draft saved',
    draftDiscarded: 'Draft discarded',
    // signing in
    signIn: 'Sign in',
    signInTitle: 'Sign in to Atrium',
    signInIntro: 'Your mail at {domain}',
    signedOut: 'You are signed out.',
    sessionExpired: 'Your session has expired. Sign in again to continue; your drafts are saved.',
    noAccount: 'No account yet?',
    createOne: 'Create one',
    address: 'Address',
    password: 'Password',
    showPassword: 'Show password',
    hidePassword: 'Hide password',
    capsLock: 'Caps Lock is on',
    demoTitle: 'Just looking?',
    demoDetail: '{address}, password {password}',
    demoUse: 'Use the demo account',
    // signing up
    signUpTitle: 'Create your account',
    signUpIntro: 'Your own address at {domain}',
    signUp: 'Create account',
    haveAccount: 'Already have an account?',
    name: 'Name',
    nameHint: 'Shown to the people you write to',
    addressHint: 'Letters, digits, dots and hyphens',
    passwordHint: '{missing, plural, one {# more character needed} other {# more characters needed}}',
    passwordHintEmpty:
      '{count, plural, one {Use at least # character} other {Use at least # characters}}. A few words work best.',
    passwordLongEnough: 'Long enough',
    // what can be wrong with what was typed
    addressMissing: 'Enter your address',
    nameMissing: 'Enter your name',
    passwordMissing: 'Enter your password',
    passwordTooShort: 'Use at least {count} characters',
    credentialsWrong: 'Wrong address or password',
    credentialsWrongDetail: 'Check both and try again.',
    addressTaken: 'That address is already taken',
    addressInvalid: 'Use only letters, digits, dots and hyphens',
    tooManyAttempts: 'Too many attempts',
    tooManyAttemptsDetail: 'Wait a minute, then try again.',
    serverUnreachable: 'The server is not responding',
    serverUnreachableDetail: 'Check your connection, then try again. What you entered is still here.',
  },
})
