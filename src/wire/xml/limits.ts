/** How much of an XML request is looked at. */

/** A whole document. 1,000 keys of 1,024 escaped bytes each, which S3's DeleteObjects allows, fit in. */
export const maxXmlBytes = 8_388_608;

/** Elements open at once; S3's deepest request has 5. */
export const maxXmlDepth = 16;

/** Elements in all; 10,000 parts to complete take some 40,000. */
export const maxXmlElements = 50_000;
