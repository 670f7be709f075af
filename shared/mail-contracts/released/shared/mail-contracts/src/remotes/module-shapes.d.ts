import type { RemoteModules } from './modules.ts';
type Shape<Module> = {
    readonly [Export in keyof Module]: Module[Export] extends (...args: never[]) => unknown ? 'function' : 'object';
};
/**
 * What can be checked of an exposed module at run time: the kind of each of its exports.
 * Derived by type from the contracts, so that neither can drift from the other.
 */
export declare const moduleShapes: {
    readonly [Name in keyof RemoteModules]: Shape<RemoteModules[Name]>;
};
/** Exports that a module lacks or has of another kind; empty when it keeps its promise. */
export declare function missingExports(name: string, module: unknown): string[];
export {};
