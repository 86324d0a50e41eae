/** One failure in the words of every client, and in whatever a log, a window or a chat put around them. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findPage } from "../../src/doctor/find-page.ts";
import { redact } from "../../src/doctor/redact.ts";
import { queryCodeOf, readSymptom } from "../../src/doctor/symptom/index.ts";

const user = "arn:aws:iam::123456789012:user/ann";
const policy = "arn:aws:iam::123456789012:policy/Guard";
const bare = `User: ${user} is not authorized to perform: iam:ListUsers on resource: arn:aws:iam::123456789012:user/`;
const noPolicy = `${bare} because no identity-based policy allows the iam:ListUsers action`;
const denied = `${bare} with an explicit deny in an identity-based policy: ${policy}`;
const expired = "The security token included in the request is expired";
const invalid = "The security token included in the request is invalid";

/** What each client prints of the same refusal, as far as its operation is not named. */
const clients: Readonly<Record<string, (code: string, sentence: string) => string>> = {
  "the SDK for Java 2": (_, sentence) =>
    `Exception in thread "main" software.amazon.awssdk.services.iam.model.IamException: ${sentence} (Service: Iam, Status Code: 403, Request ID: 7a1b) (SDK Attempt Count: 1)\n\tat software.amazon.X(Y.java:1)\n`,
  "the SDK for .NET": (_, sentence) =>
    `Unhandled exception. Amazon.IdentityManagement.AmazonIdentityManagementServiceException: ${sentence}\n ---> Amazon.Runtime.Internal.HttpErrorResponseException: Exception of type 'X' was thrown.\n   at Amazon.Runtime.Y()\n`,
  "the Tools for PowerShell": (_, sentence) =>
    `Get-IAMUserList : ${sentence}\r\nAt line:1 char:1\r\n    + CategoryInfo          : InvalidOperation: (Amazon.PowerShe...) [Get-IAMUserList], InvalidOperationException\r\n`,
  "the SDK for Ruby": (code, sentence) =>
    `/gems/aws-sdk-core/lib/seahorse/client/plugins/raise_response_errors.rb:17:in \`call': ${sentence} (Aws::IAM::Errors::${code})\n\tfrom x.rb:1\n`,
  "the SDK for Ruby, inspected": (code, sentence) => `#<Aws::IAM::Errors::${code}: ${sentence}>\n`,
  "the SDK for Ruby, in Rails' log": (code, sentence) => `Aws::IAM::Errors::${code} (${sentence}):\n`,
  "the SDK for PHP": (code, sentence) =>
    `Aws\\Iam\\Exception\\IamException: Error executing "ListUsers" on "https://iam.amazonaws.com"; AWS HTTP error: Client error: \`POST https://iam.amazonaws.com\` resulted in a \`403 Forbidden\` response:\n<ErrorResponse><Error> (truncated...)\n ${code} (client): ${sentence} - <ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">\n`,
  "the SDK for C++": (code, sentence) =>
    `HTTP response code: 403\nResolved remote host IP address: 192.0.2.1\nException name: ${code}\nError message: ${sentence}\n6 response headers:\n`,
  "the SDK for C++, of a code that it does not know": (code, sentence) =>
    `Error: ListUsers: Unable to parse ExceptionName: ${code} Message: ${sentence}\n`,
  "the SDK for Rust": (code, sentence) =>
    `service error: unhandled error (${code}): Error { code: "${code}", message: "${sentence}", aws_request_id: "7a1b" }\n`,
  "boto3's answer": (code, sentence) =>
    `{'Error': {'Type': 'Sender', 'Code': '${code}', 'Message': '${sentence}'}, 'ResponseMetadata': {'HTTPStatusCode': 403}}\n`,
  "boto3's exception": (code, sentence) =>
    `ClientError('An error occurred (${code}) when calling the ListUsers operation: ${sentence}')\n`,
  "the SDK for JavaScript": (code, sentence) =>
    `${code}: ${sentence}\n    at x (/app/node_modules/@aws-sdk/core/index.js:79:67) {\n  '$fault': 'client',\n  Error: {\n    Type: 'Sender',\n    Code: '${code}',\n    Message: '${sentence}'\n  }\n}\n\nNode.js v24.0.0\n`,
  "the SDK for JavaScript, as a log of JSON": (code, sentence) =>
    `${JSON.stringify({ level: 50, err: { type: code, message: sentence, stack: `${code}: ${sentence}\n    at x (/app/y.js:1:2)` }, msg: sentence })}\n`,
  Ansible: (code, sentence) =>
    `fatal: [localhost]: FAILED! => {"error": {"code": "${code}", "message": "${sentence}"}, "msg": "Failed: An error occurred (${code}) when calling the ListUsers operation: ${sentence}"}\n`,
  CloudFormation: (_, sentence) =>
    `Resource handler returned message: "${sentence} (Service: Iam, Status Code: 403, Request ID: 7a1b)" (RequestToken: 1, HandlerErrorCode: AccessDenied)\n`,
  Pulumi: (code, sentence) =>
    `    error: 1 error occurred:\n    \t* operation error IAM: ListUsers, https response error StatusCode: 403, RequestID: 7a1b, api error ${code}: ${sentence}\n    \t* \n`,
  "the AWS CDK": (code, sentence) =>
    ` ❌  MyStack failed: ${code}: ${sentence}\n    at Request.extractError (/x/aws-sdk/lib/protocol/query.js:50:29)\n`,
};

describe("findPage() of what people type", () => {
  for (const [page, terms] of Object.entries({
    "expired-token": [
      "ExpiredToken.",
      "expired token",
      "expiredtokenexception",
      "SSOTokenLoadError",
      "UnauthorizedSSOTokenError",
      "TokenRetrievalError",
      "期限切れ",
      "トークン失効",
    ],
    "invalid-client-token-id": ["Invalid Client Token Id", "invalidaccesskeyid", "無効なトークン"],
    "no-identity-based-policy-allows": [
      "access denied",
      "Access Denied",
      "403",
      "アクセス拒否",
      "権限がありません",
    ],
    "signature-expired": ["RequestTimeTooSkewed", "request_time_too_skewed", "時計のずれ"],
    "signature-does-not-match": ["Signature does not match", "署名の不一致"],
    "unable-to-locate-credentials": [
      "NoCredentialsError",
      "PartialCredentialsError",
      "MissingCredentialsError",
    ],
    "config-profile-could-not-be-found": ["NoSuchProfileError", "profile_not_found"],
    "could-not-connect-to-the-endpoint-url": [
      "EndpointConnectionError",
      "ReadTimeoutError",
      "SSLError",
      "ProxyConnectionError",
      "ECONNREFUSED",
    ],
    "you-must-specify-a-region": ["NoRegionError", "Missing region"],
    "profile-syntax": ["ConfigParseError"],
    "mfa-required-by-condition": ["AssumeRoleTokenProviderNotSetError"],
  }))
    it(`finds ${page}`, () => {
      for (const term of terms) assert.equal(findPage(term), page, term);
    });

  it("guesses at no text that is not recognised", () => {
    for (const term of ["接続プールの設定を変更したのでサーバーを再起動してください", "天気", "ERR", "Error"])
      assert.equal(findPage(term), undefined, term);
  });
});

describe("readSymptom() of one refusal in the words of each client", () => {
  for (const [client, print] of Object.entries(clients))
    it(`reads the sentence as it is, of ${client}`, () => {
      for (const [code, sentence] of [
        ["ExpiredToken", expired],
        ["InvalidClientTokenId", invalid],
      ] as const)
        assert.equal(queryCodeOf(readSymptom(print(code, sentence))?.code ?? ""), code);
      const told = (sentence: string) => readSymptom(print("AccessDenied", sentence))?.denial;
      const resource = "arn:aws:iam::123456789012:user/";
      const common = { user, action: "iam:ListUsers", resource };
      assert.deepEqual(told(bare), {
        ...common,
        policyType: undefined,
        isExplicit: false,
        policyArn: undefined,
      });
      assert.deepEqual(told(noPolicy), {
        ...common,
        policyType: "identity",
        isExplicit: false,
        policyArn: undefined,
      });
      assert.deepEqual(told(denied), {
        ...common,
        policyType: "identity",
        isExplicit: true,
        policyArn: policy,
      });
    });

  for (const [text, code, named] of [
    ["An error occurred (403) when calling the HeadObject operation: Forbidden", "AccessDenied", undefined],
    ["Aws::S3::Errors::AccessDenied: Access Denied", "AccessDenied", undefined],
    ["Amazon.S3.AmazonS3Exception: Access Denied\n ---> Amazon.Runtime.X", "AccessDenied", undefined],
    [
      "software.amazon.awssdk.services.s3.model.S3Exception: Access Denied (Service: S3, Status Code: 403, Request ID: x)",
      "AccessDenied",
      undefined,
    ],
    [
      "com.amazonaws.services.s3.model.AmazonS3Exception: Forbidden (Service: Amazon S3; Status Code: 403; Error Code: 403 Forbidden; Request ID: x; Proxy: null)",
      "AccessDenied",
      undefined,
    ],
    ["Error: InvalidClientTokenId: no", "InvalidClientTokenId", undefined],
    [
      "ERROR: S3 error: 403 (InvalidAccessKeyId): The key is not known to AWS",
      "InvalidClientTokenId",
      undefined,
    ],
    [
      "operation error IAM: GetUser, https response error StatusCode: 404, RequestID: x, NoSuchEntity: The user cannot be found.",
      "NoSuchEntity",
      undefined,
    ],
    [
      "operation error S3: ListBuckets, https response error StatusCode: 403, RequestID: x, HostID: y, api error InvalidAccessKeyId: no",
      "InvalidClientTokenId",
      undefined,
    ],
    [
      "refresh cached SSO token failed, operation error SSO OIDC: CreateToken, https response error StatusCode: 400, RequestID: x, InvalidGrantException: ",
      "SsoExpired",
      undefined,
    ],
    [
      "failed to refresh cached credentials, failed to read cached SSO token file, open x",
      "SsoExpired",
      undefined,
    ],
    [
      "TokenProviderError: Token is expired. To refresh this SSO session run 'aws sso login' with the profile.",
      "SsoExpired",
      undefined,
    ],
    [
      "Error: Need to perform AWS calls for account 123456789012, but no credentials have been configured",
      "NoCredentials",
      undefined,
    ],
    ["Unable to resolve AWS account to use. It must be either configured", "NoCredentials", undefined],
    ["✖ AWS provider credentials not found. Learn how", "NoCredentials", undefined],
    [
      "Aws::Errors::MissingCredentialsError: unable to sign request without credentials set",
      "NoCredentials",
      undefined,
    ],
    [
      "Amazon.Runtime.AmazonClientException: Failed to resolve AWS credentials. The",
      "NoCredentials",
      undefined,
    ],
    ["No credentials specified or obtained from persisted/shell defaults.", "NoCredentials", undefined],
    ["error: unable to discover AWS AccessKeyID and/or SecretAccessKey", "NoCredentials", undefined],
    ["CredentialsError: Missing credentials in config, if using AWS_CONFIG_FILE", "NoCredentials", undefined],
    [
      "Unable to load credentials from any of the providers in the chain X : [ContainerCredentialsProvider(): Cannot fetch credentials from container - neither AWS_CONTAINER_CREDENTIALS_FULL_URI or AWS_CONTAINER_CREDENTIALS_RELATIVE_URI environment variables are set.]",
      "NoCredentials",
      undefined,
    ],
    [
      "Aws\\Exception\\CredentialsException: Error retrieving credentials from the instance profile metadata service. (cURL error 28: Connection timed out after 1001 milliseconds)",
      "InstanceCredentials",
      undefined,
    ],
    [
      "Unable to get IAM security credentials from EC2 Instance Metadata Service.",
      "InstanceCredentials",
      undefined,
    ],
    ["EC2RoleRequestError: no EC2 instance role found", "InstanceCredentials", undefined],
    ["No AWS profile named 'nobody'", "ProfileNotFound", { profile: "nobody" }],
    [
      "Aws::Errors::NoSuchProfileError: Profile `nobody' not found in [x]",
      "ProfileNotFound",
      { profile: "nobody" },
    ],
    ["'nobody' not found in credentials file", "ProfileNotFound", { profile: "nobody" }],
    [
      "SharedCredsLoad: failed to get profile\ncaused by: section 'nobody' does not exist",
      "ProfileNotFound",
      { profile: "nobody" },
    ],
    ['AWS profile "nobody" doesn\'t seem to be configured', "ProfileNotFound", { profile: "nobody" }],
    [
      "The following profile was not found: nobody. Available profiles are: default.",
      "ProfileNotFound",
      { profile: "nobody" },
    ],
    ["MissingRegion: could not find region configuration", "NoRegion", undefined],
    ["ConfigError: Missing region in config", "NoRegion", undefined],
    ["SdkClientException: Unable to find a region via the region provider chain.", "NoRegion", undefined],
    ["No RegionEndpoint or ServiceURL configured", "NoRegion", undefined],
    ["No region specified or obtained from persisted/shell defaults.", "NoRegion", undefined],
    ['Error: Region not accepted: region="" is not a valid hostname component.', "NoRegion", undefined],
    ['Error: Region not accepted: region="us-east-1 # x" is not a valid', "InvalidRegion", undefined],
    ["UnknownEndpoint: Inaccessible host: `iam.x.amazonaws.com' at port 1", "NameNotResolved", undefined],
    [
      "software.amazon.awssdk.core.exception.SdkClientException: Received an UnknownHostException when",
      "NameNotResolved",
      undefined,
    ],
    ["software.amazon.awssdk.X: PKIX path building failed: sun.security.X", "TlsFailure", undefined],
    ["Error: write EPROTO 40:error:0A00010B:SSL\n  '$metadata': { attempts: 1 }", "TlsFailure", undefined],
    ["Could not find a suitable TLS CA certificate bundle, invalid path: /no.pem", "TlsFailure", undefined],
    ["Enter MFA code for arn:aws:iam::123456789012:mfa/ann: \n", "MfaWanted", undefined],
    [
      redact(
        '  File "/x/botocore/credentials.py", line 932, in _assume_role_kwargs\n    token_code = self._mfa_prompter(prompt)\n  File "/x/getpass.py", line 148\n    raise EOFError\nEOFError\n',
      ),
      "MfaWanted",
      undefined,
    ],
  ] as const)
    it(`reads ${code}: ${text.split("\n")[0]}`, () => {
      const symptom = readSymptom(text);
      assert.deepEqual([queryCodeOf(symptom?.code ?? ""), symptom?.isLoose], [code, undefined]);
      if (named !== undefined) assert.deepEqual(symptom?.named, named);
    });

  it("lets the last error about credentials count, whatever a clean-up says behind it", () => {
    const error = (code: string, operation: string) =>
      `An error occurred (${code}) when calling the ${operation} operation: no\n`;
    const denial = error("AccessDenied", "PutRolePolicy");
    for (const text of [
      denial + error("NoSuchEntity", "DeleteRole"),
      denial + error("Throttling", "GetRole"),
      error("ExpiredToken", "GetRole") + denial + error("DeleteConflict", "DeleteRole"),
    ])
      assert.equal(readSymptom(text)?.operation, "PutRolePolicy", text);
    const only = error("NoSuchEntity", "DeleteRole") + error("DeleteConflict", "DeleteUser");
    assert.equal(readSymptom(only)?.code, "DeleteConflict");
  });

  it("reads the address where Node names it, and not the error's code alone", () => {
    const error = "Error: connect ECONNREFUSED 127.0.0.1:4600";
    const symptom = readSymptom(
      `${error}\n    at x {\n  errno: -111,\n  code: 'ECONNREFUSED',\n  '$metadata': {}\n}\n`,
    );
    assert.deepEqual([symptom?.sentence, symptom?.named?.url], [error, "127.0.0.1:4600"]);
  });

  it("leaves nothing of a box in the sentence", () => {
    const text = "╷\n│ Error: No valid credential sources found\n│ \n╵\n";
    assert.equal(readSymptom(text)?.sentence, "Error: No valid credential sources found");
  });

  it("shows the question that nobody answered", () => {
    const question = "Enter MFA code for arn:aws:iam::123456789012:mfa/ann:";
    assert.equal(readSymptom(`Warning: input may be echoed.\n${question} \n\n`)?.sentence, question);
  });

  it("lets an error behind the question for a code count", () => {
    const text = `Enter MFA code for arn:aws:iam::123456789012:mfa/ann: \n\nAn error occurred (AccessDenied) when calling the AssumeRole operation: no\n`;
    assert.equal(readSymptom(text)?.code, "AccessDenied");
  });
});

const eachLine =
  (write: (line: string) => string) =>
  (text: string): string =>
    `${text.replace(/\n$/, "").split("\n").map(write).join("\n")}\n`;
const brokenAt = (width: number) =>
  eachLine((line) => line.match(new RegExp(`.{1,${width}}`, "g"))?.join("\n") ?? "");

/** Between words, as `fmt` and mail programs do. */
const wrappedAt = (width: number, indent = "") =>
  eachLine((line) => {
    const lines = [""];
    for (const word of line.split(" ")) {
      const last = lines.at(-1) ?? "";
      if (last !== "" && last.length + 1 + word.length > width) lines.push(indent + word);
      else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
    }
    return lines.join("\n");
  });

const around: Readonly<Record<string, (text: string) => string>> = {
  "line ends of Windows": (text) => text.replaceAll("\n", "\r\n"),
  "a byte order mark": (text) => `\uFEFF${text.trimStart()}`,
  "UTF-16, as PowerShell writes a file": (text) => [...text].join("\0"),
  "spaces that do not break": (text) => text.replaceAll(" ", "\u00A0"),
  "characters of no width": (text) => text.replaceAll("error", "err\u200Bor"),
  colours: eachLine((line) => `\u001b[1;38;5;196m${line}\u001b[0m`),
  "colours in eight bits": eachLine((line) => `\u009b31m${line}\u009b0m`),
  "colours of which the log lost the escape": eachLine((line) => `[31m${line}[0m`),
  "colours as cat -v shows them": eachLine((line) => `^[[31m${line}^[[0m`),
  "GitHub Actions": (text) =>
    `${eachLine((line) => `2026-11-21T16:50:18.1234567Z ${line}`)(text)}2026-11-21T16:50:18.2Z ##[error]Process completed with exit code 254.\n`,
  "gh run view --log": eachLine((line) => `build\tRun aws\t2026-11-21T16:50:18.1234567Z ${line}`),
  "an annotation": eachLine((line) => `2026-11-21T16:50:18.1Z ##[error]${line}`),
  "GitLab CI": eachLine((line) => `2026-11-21T16:50:18.123456Z 01O ${line}`),
  Jenkins: eachLine((line) => `[2026-11-21T16:50:18.123Z] ${line}`),
  "Jenkins, in parallel": eachLine((line) => `[deploy-prod] ${line}`),
  Buildkite: eachLine((line) => `\u001b_bk;t=1\u0007${line}`),
  "Docker Compose with times": eachLine((line) => `app-1  | 2026-11-21T16:50:18.123456789Z ${line}`),
  "Docker Compose with a container's own name": eachLine((line) => `terraform  | ${line}`),
  "docker build": eachLine((line) => `#12 0.345 ${line}`),
  "kubectl logs --prefix": eachLine((line) => `[pod/app-6f/app] ${line}`),
  "a container runtime": eachLine((line) => `2026-11-21T16:50:18.1Z stderr F ${line}`),
  journald: eachLine((line) => `Nov 21 16:50:18 host app[123]: ${line}`),
  npm: eachLine((line) => `npm ERR! ${line}`),
  "a log of JSON": (text) => `${JSON.stringify({ level: "error", msg: text, caller: "x.go:1" })}\n`,
  "a log of JSON in one of JSON": (text) =>
    `${JSON.stringify({ log: `${JSON.stringify({ msg: text })}\n`, stream: "stderr" })}\n`,
  "a log of Docker, a line each": eachLine((line) => JSON.stringify({ log: `${line}\n`, stream: "stderr" })),
  logfmt: (text) => `level=error msg=${JSON.stringify(text)} caller=x.go:1\n`,
  "a window of 80 columns": brokenAt(80),
  "a window of 80 columns on Windows": (text) => brokenAt(80)(text).replaceAll("\n", "\r\n"),
  "a mail of 76 columns": wrappedAt(76),
  "a mail of 76 columns, indented": wrappedAt(72, "    "),
  "a box of Terraform, in colours and wrapped": (text) =>
    `╷\n${eachLine((line) => `\u001b[31m│\u001b[0m \u001b[0m${line}`)(wrappedAt(76)(text))}╵\n`,
  make: (text) => `${text}make: *** [Makefile:3: deploy] Error 254\n`,
};

describe("readSymptom() of what a log put around an error", () => {
  const errors = [
    `\nAn error occurred (ExpiredToken) when calling the ListUsers operation: ${expired}\n`,
    `\naws: [ERROR]: An error occurred (AccessDenied) when calling the ListUsers operation: ${denied}\n`,
    `\nAn error occurred (AccessDenied) when calling the ListUsers operation: ${noPolicy}\n`,
    "\nAn error occurred (SignatureDoesNotMatch) when calling the GetCallerIdentity operation: Signature expired: 20260101T000000Z is now earlier than 20260101T001000Z (20260101T002500Z - 15 min.)\n",
    `Error: reading: operation error IAM: ListUsers, https response error StatusCode: 403, RequestID: 7a1b-22, api error AccessDenied: ${noPolicy}\n`,
    "The config profile (nobody) could not be found\n",
    'Could not connect to the endpoint URL: "http://127.0.0.1:4600/"\n',
  ];
  for (const [name, put] of Object.entries(around))
    it(`reads the same of ${name}`, () => {
      for (const text of errors) {
        const whole = readSymptom(text);
        const read = readSymptom(put(text));
        const parts = (symptom: typeof whole) => [
          symptom?.code,
          symptom?.operation,
          symptom?.denial,
          symptom?.clock,
          symptom?.named,
          symptom?.isLoose,
        ];
        assert.deepEqual(parts(read), parts(whole), put(text));
      }
    });

  it("reads what the AWS CLI prints in a line of its own", () => {
    const hash = "'5f52c9c583acfd120a607977e4f21fe86b7fa42d'\n";
    const absent = "[Errno 2] No such file or directory: '/no/such/program'\n";
    for (const name of ["GitHub Actions", "GitLab CI", "Jenkins", "journald", "a byte order mark"])
      for (const text of [hash, absent])
        assert.equal(readSymptom(around[name]?.(text) ?? "")?.code, readSymptom(text)?.code, name);
  });

  it("joins nothing to a sentence that ends where the longest line does", () => {
    const error = `An error occurred (AccessDenied) when calling the ListUsers operation: ${bare}`;
    const symptom = readSymptom(`${error}\nmake: *** [deploy] Error 254\n`);
    assert.equal(symptom?.denial?.resource, "arn:aws:iam::123456789012:user/");
  });

  it("joins no lines of one length that are an error each", () => {
    const failed = (file: string, sentence: string) =>
      `upload failed: ./${file} An error occurred (AccessDenied) when calling the PutObject operation: ${sentence}\n`;
    assert.equal(
      readSymptom(failed("a", "Access Denied") + failed("b", "Access Denied"))?.sentence,
      "Access Denied",
    );
    for (const first of [bare, noPolicy, denied])
      for (const last of [bare, noPolicy, denied]) {
        const text =
          failed("a".padEnd(260 - first.length, "a"), first) +
          failed("b".padEnd(260 - last.length, "b"), last);
        assert.equal(readSymptom(text)?.sentence, last, text);
      }
  });

  it("puts a resource together that was broken in two", () => {
    const error = `An error occurred (AccessDenied) when calling the ListUsers operation: ${bare}\n`;
    for (const width of [60, 75, 80, 90])
      assert.equal(
        readSymptom(brokenAt(width)(error))?.denial?.resource,
        "arn:aws:iam::123456789012:user/",
        String(width),
      );
  });

  it("names no resource that is cut off, or whose account is hidden", () => {
    const told = (rest: string) =>
      readSymptom(
        `An error occurred (AccessDenied) when calling the ListUsers operation: User: ${user} is not authorized to perform: ${rest}`,
      )?.denial;
    const because = "because no identity-based policy allows the iam:ListUsers action";
    for (const resource of [
      "arn:aws:iam::***:user/",
      "arn:aws:iam::XXXXXXXXXXXX:user/",
      "arn:aws:iam::<account>:user/",
    ]) {
      const denial = told(`iam:ListUsers on resource: ${resource} ${because}`);
      assert.deepEqual([denial?.resource, denial?.policyType], [undefined, "identity"], resource);
    }
    for (const end of ["…", "..."]) {
      assert.equal(told(`iam:ListUsers on resource: arn:aws:iam::1234${end}`)?.resource, undefined);
      assert.equal(told(`iam:ListU${end}`), undefined);
    }
    assert.equal(
      told(`s3:GetObject on resource: arn:aws:s3:::a/b** ${because}`)?.resource,
      "arn:aws:s3:::a/b**",
    );
  });

  it("ends a sentence where its quotation does", () => {
    for (const text of [
      `「${bare}」と表示されます`,
      `\`${bare}\` is what I see`,
      `"${bare}"`,
      `    <Message>${bare}</Message>`,
    ])
      assert.equal(readSymptom(text)?.sentence, bare, text);
    assert.equal(
      readSymptom("IncompleteSignature: Authorization header requires 'Credential' parameter.")?.sentence,
      "Authorization header requires 'Credential' parameter.",
    );
  });
});
