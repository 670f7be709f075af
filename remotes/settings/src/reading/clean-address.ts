/** An address without characters that show nothing and change how others show (CVE-2021-42574). */
export const cleanAddress = (address: string): string => address.replace(/[\p{Cc}\p{Default_Ignorable_Code_Point}]/gu, '')
