/** Added to the address of a download that is to be shown: `&preview=1`. */
export declare const previewFlag = "preview";
/**
 * As what a file of a mail may be shown, or null for one that can only be downloaded. Pictures as
 * they are; text as nothing but text, whatever it calls itself. SVG, HTML and PDF are programs.
 */
export declare function previewTypeOf(type: string): string | null;
