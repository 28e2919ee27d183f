/** What this part keeps, it keeps as small named values: all that it needs of the store. */
export type SettingStore = {
  setting(name: string): Promise<string | null>;
  putSetting(name: string, value: string | null): Promise<void>;
};
