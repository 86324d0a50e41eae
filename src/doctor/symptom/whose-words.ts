/** Whether a text speaks of AWS's services, where its error's words are other programs', too. Pure. */

/** What AWS's clients say of themselves in their errors: their names, hosts, variables, files and modules. */
const awsWords =
  /\bAWS|\baws\b|[/._-]aws[/._-]|amazonaws\.com|amazontrust|\bboto(?:core|3)\.[a-z]|[\\/]boto(?:core|3)[\\/]\w|@smithy|smithy-go|\$metadata|\$fault|operation error [A-Z]|\btegata\b|endpoint URL|\barn:aws|\bsso\b|<RequestI[dD]>/;

/** What is said by a client while it runs: a package manager names its modules, too. */
const runningClient =
  /botocore\.[a-z]|[\\/]botocore[\\/]\w|\$metadata|\$fault|operation error [A-Z]|endpoint URL|RequestError: send request failed|software\.amazon\.awssdk|com\.amazonaws\.|Amazon\.Runtime|Aws::|Aws\\/;

/** Hosts at AWS on which no AWS API answers: databases, registries, clusters, machines. */
const noApi =
  /\.(?:rds|redshift|cache|docdb|neptune|eks|elb|dkr\.ecr|compute(?:-\d)?|kafka|mq|efs|elasticbeanstalk)(?:\.[a-z0-9-]+){0,2}\.amazonaws\.com|\.[a-z0-9-]+\.(?:rds|redshift|eks|elb|cache|elasticbeanstalk)\.amazonaws\.com/;

const hostName = /(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,12}(?![\w.(])/gi;

/** @param sentence of the error, which names the host that was not reached. */
export function isAboutAws(text: string, sentence: string): boolean {
  const hosts = sentence.match(hostName) ?? [];
  const isElsewhere =
    hosts.length > 0 && hosts.every((host) => !host.endsWith("amazonaws.com") || noApi.test(`.${host}`));
  return runningClient.test(text) || (!isElsewhere && awsWords.test(text));
}

/** Other clouds and stores answer in AWS's words, and their own clients print those. */
const others =
  /^mc: <ERROR>|storage\.googleapis\.com|\bGoogle (?:secret key|Cloud Storage)|\bstorage\.objects\.|aliyuncs\.com|\bOSS Access Key|\.core\.windows\.net|\bAADSTS\d/m;

export function isAboutOthers(text: string): boolean {
  return others.test(text) && !runningClient.test(text) && !/An error occurred \(/.test(text);
}
