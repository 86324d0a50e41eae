/** The profiles of the credentials file that `tegata serve` writes into its data folder and `tegata env` reads. */
export const adminProfile = "tegata-admin";
export const rootProfile = "tegata-root";

/** Their keys lie in clear text on purpose: they open an authority that lies beside them. */
export const authorityProfiles: readonly string[] = [adminProfile, rootProfile];
