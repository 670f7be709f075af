/** Addresses of the mail server's own routes, below the page's origin and base path. */
export declare const mailPaths: {
    /** POST signs in, GET reads the session, DELETE signs out. */
    readonly session: '/api/session';
    /** GET lists the devices that are signed in, DELETE signs out on every one; with an id behind it, DELETE signs out one. */
    readonly sessions: '/api/sessions';
    /** GET lists the passwords of programs, POST makes one; with an id behind it, DELETE revokes one. */
    readonly appPasswords: '/api/app-passwords';
    /** POST signs up. */
    readonly accounts: '/api/accounts';
    /** PUT changes the password and signs out every other browser. */
    readonly password: '/api/password';
    /** Opened as a page: to the provider of OpenID Connect and back, to the path in `?to=`. */
    readonly openId: '/api/openid/start';
    readonly preferences: '/api/preferences';
    readonly jmapSession: '/jmap/session';
    readonly jmapApi: '/jmap/api';
    /** The empty document that mail is rendered in; it has a policy of its own. */
    readonly mailFrame: '/mail-frame';
    /** `?url=`: a remote picture of a mail, loaded by the server. */
    readonly image: '/api/image';
};
/** Added to the address of a download that is to be shown: `&preview=1`. */
export declare const previewFlag = "preview";
/**
 * As what a file of a mail may be shown, or null for one that can only be downloaded. Pictures as
 * they are; text as nothing but text, whatever it calls itself. SVG, HTML and PDF are programs.
 */
export declare function previewTypeOf(type: string): string | null;
