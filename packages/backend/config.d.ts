export interface Config {
  permission?: {
    /**
     * References of the users and groups that may send and correct DORA facts,
     * for example `group:default/platform`. Services are not affected.
     */
    doraContributors?: string[];
  };
}
