import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { queryCodeOf, readSymptom } from "../../src/doctor/index.ts";
import { processorMs } from "../support/processor-time.ts";
import { fc } from "../support/random.ts";

const arn = "arn:aws:iam::123456789012:user/terraform-runner";
const role = "arn:aws:iam::123456789012:role/deploy";

describe("readSymptom() of what clients print", () => {
  const refusals: readonly (readonly [string, string, Record<string, unknown>])[] = [
    [
      "the AWS CLI",
      "\nAn error occurred (InvalidClientTokenId) when calling the ListUsers operation: The security token included in the request is invalid\n",
      {
        by: "service",
        code: "InvalidClientTokenId",
        operation: "ListUsers",
        service: "iam",
        sentence: "The security token included in the request is invalid",
      },
    ],
    [
      "the AWS CLI after retries",
      "An error occurred (Throttling) when calling the AssumeRole operation (reached max retries: 4): Rate exceeded",
      {
        by: "service",
        code: "Throttling",
        operation: "AssumeRole",
        service: "sts",
        sentence: "Rate exceeded",
      },
    ],
    [
      "boto3's traceback",
      'Traceback (most recent call last):\n  File "x.py", line 3, in <module>\nbotocore.exceptions.ClientError: An error occurred (ExpiredToken) when calling the ListBuckets operation: The provided token has expired.',
      {
        by: "service",
        code: "ExpiredToken",
        operation: "ListBuckets",
        sentence: "The provided token has expired.",
      },
    ],
    [
      "older Terraform, where it names the call",
      "Error: configuring Terraform AWS Provider: error validating provider credentials: error calling sts:GetCallerIdentity: InvalidClientTokenId: The security token included in the request is invalid.\n\tstatus code: 403, request id: 1",
      {
        by: "service",
        code: "InvalidClientTokenId",
        operation: "GetCallerIdentity",
        service: "sts",
        sentence: "The security token included in the request is invalid.",
      },
    ],
    [
      "Terraform",
      "Error: reading IAM User (x): operation error IAM: GetUser, https response error StatusCode: 403, RequestID: 0f-1, api error InvalidClientTokenId: The security token included in the request is invalid.",
      {
        by: "service",
        code: "InvalidClientTokenId",
        operation: "GetUser",
        service: "iam",
        sentence: "The security token included in the request is invalid.",
      },
    ],
    [
      "the AWS SDK for Java",
      "software.amazon.awssdk.services.sts.model.StsException: The security token included in the request is expired (Service: Sts, Status Code: 403, Request ID: 1)",
      { by: "service", code: "ExpiredToken" },
    ],
    [
      "the AWS SDK for JavaScript",
      "Uncaught ExpiredTokenException: The security token included in the request is expired\n    at throwDefaultError",
      {
        by: "service",
        code: "ExpiredTokenException",
        sentence: "The security token included in the request is expired",
      },
    ],
    [
      "an answer in XML",
      "<ErrorResponse><Error><Type>Sender</Type><Code>SignatureDoesNotMatch</Code>\n<Message>Signature expired: 20260101T000000Z is now earlier than 20260101T001000Z (20260101T002500Z - 15 min.)</Message></Error></ErrorResponse>",
      {
        by: "service",
        code: "SignatureDoesNotMatch",
        sentence:
          "Signature expired: 20260101T000000Z is now earlier than 20260101T001000Z (20260101T002500Z - 15 min.)",
        clock: {
          signedMs: Date.UTC(2026, 0, 1),
          serviceMs: Date.UTC(2026, 0, 1, 0, 25),
          windowMs: 900_000,
        },
      },
    ],
    [
      "an answer in JSON",
      '{"__type":"com.amazon.coral.service#UnrecognizedClientException","message":"The security token included in the request is invalid."}',
      {
        by: "service",
        code: "UnrecognizedClientException",
        sentence: "The security token included in the request is invalid.",
      },
    ],
    [
      "Japanese, expired",
      "リクエストに含まれているセキュリティトークンが失効しています",
      {
        by: "service",
        code: "ExpiredToken",
        sentence: "リクエストに含まれているセキュリティトークンが失効しています",
      },
    ],
    [
      "Japanese, invalid",
      "エラー: リクエストに含まれるセキュリティトークンが無効です。",
      {
        by: "service",
        code: "InvalidClientTokenId",
        sentence: "エラー: リクエストに含まれるセキュリティトークンが無効です。",
      },
    ],
  ];
  for (const [name, text, expected] of refusals)
    it(`reads ${name}`, () => {
      const symptom = readSymptom(text);
      const shown = Object.fromEntries(
        Object.keys(expected).map((key) => [key, symptom?.[key as keyof typeof symptom]]),
      );
      assert.deepEqual(shown, expected);
    });

  const failures: readonly (readonly [string, string, Record<string, unknown> | undefined])[] = [
    [
      "Partial credentials found in assume-role, missing: source_profile or credential_source",
      "PartialRoleProfile",
      { settings: ["source_profile", "credential_source"] },
    ],
    ["The config profile (nobody) could not be found", "ProfileNotFound", { profile: "nobody" }],
    [
      'Unable to locate credentials. You can configure credentials by running "aws configure".',
      "NoCredentials",
      undefined,
    ],
    [
      'Could not connect to the endpoint URL: "http://127.0.0.1:4600/"',
      "NoConnection",
      { url: "http://127.0.0.1:4600/" },
    ],
    ["Error: connect ECONNREFUSED 127.0.0.1:4600", "ConnectionRefused", { url: "127.0.0.1:4600" }],
    ["Error: getaddrinfo ENOTFOUND sts.nowhere.example", "NameNotResolved", { url: "sts.nowhere.example" }],
    [
      "SSL validation failed for https://sts.amazonaws.com/ [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed",
      "TlsFailure",
      { url: "https://sts.amazonaws.com/" },
    ],
    [
      "\n'5f52c9c583acfd120a607977e4f21fe86b7fa42d'\n",
      "CacheCorrupt",
      { file: "5f52c9c583acfd120a607977e4f21fe86b7fa42d" },
    ],
    [
      "Unable to parse config file: /home/ann/.aws/config",
      "ProfileSyntax",
      { file: "/home/ann/.aws/config" },
    ],
  ];
  for (const [text, code, named] of failures)
    it(`reads a client's words: ${code}`, () => {
      const symptom = readSymptom(`some output\n${text}\n`);
      assert.equal(symptom?.by, "client");
      assert.equal(symptom?.code, code);
      assert.deepEqual(symptom?.named, named);
    });

  /** AWS's sentences of authentication, in the forms of its clients. AWS: common errors of the API references. */
  const sentences = {
    InvalidClientTokenId: "The security token included in the request is invalid",
    ExpiredToken: "The security token included in the request is expired",
    SignatureDoesNotMatch:
      "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
    MissingAuthenticationToken: "Request is missing Authentication Token",
    IncompleteSignature: "Authorization header requires 'Credential' parameter.",
    AccessDenied: "Cannot call GetSessionToken with session credentials",
    ValidationError:
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
  } as const;
  const clients: Readonly<Record<string, (code: string, sentence: string) => string>> = {
    "the AWS CLI v1": (code, sentence) =>
      `\nAn error occurred (${code}) when calling the GetSessionToken operation: ${sentence}\n`,
    "the AWS CLI v2": (code, sentence) =>
      `\naws: [ERROR]: An error occurred (${code}) when calling the GetSessionToken operation: ${sentence}\n`,
    boto3: (code, sentence) =>
      `Traceback (most recent call last):\n  File "a.py", line 1, in <module>\nbotocore.exceptions.ClientError: An error occurred (${code}) when calling the GetSessionToken operation: ${sentence}\n`,
    "the AWS SDK for Go v2": (code, sentence) =>
      `operation error STS: GetSessionToken, https response error StatusCode: 403, RequestID: 7a1b-22, api error ${code}: ${sentence}\nexit status 1\n`,
    "Terraform in a box, in colours and wrapped": (code, sentence) =>
      `\u001b[31m╷\u001b[0m\n\u001b[31m│\u001b[0m \u001b[1m\u001b[31mError: \u001b[0m\u001b[1mretrieving a session\u001b[0m\n│ \n│   with aws_iam_user.x,\n│   on main.tf line 4, in resource:\n│ \n│ operation error STS: GetSessionToken, https response error StatusCode: 403,\n│ RequestID: 7a1b-22, api error ${code}:\n│ ${sentence}\n╵\n`,
    "the AWS SDK for JavaScript": (code, sentence) =>
      `/app/node_modules/@smithy/core/dist-cjs/index.js:51\n    throw error;\n    ^\n\n${code}: ${sentence}\n    at throwDefaultError (/app/x.js:1:2) {\n  '$fault': 'client',\n  Type: 'Sender',\n  Code: '${code}'\n}\n`,
    "the AWS SDK for Java v1": (code, sentence) =>
      `Exception in thread "main" com.amazonaws.services.securitytoken.model.AWSSecurityTokenServiceException: ${sentence} (Service: AWSSecurityTokenService; Status Code: 403; Error Code: ${code}; Request ID: 7a1b; Proxy: null)\n\tat com.amazonaws.http.X.y(X.java:1)\n`,
    "the AWS SDK for Rust": (code, sentence) =>
      `Error: ServiceError(ServiceError { source: Unhandled(Unhandled { source: ErrorMetadata { code: Some("${code}"), message: Some("${sentence}"), extras: None } }), raw: Response { status: StatusCode(403) } })\n`,
    "the AWS SDK for Go v1": (code, sentence) =>
      `Error: getting a session: ${code}: ${sentence}\n\tstatus code: 403, request id: 7a1b-22\n`,
    "an answer in XML": (code, sentence) =>
      `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">\n  <Error>\n    <Type>Sender</Type>\n    <Code>${code}</Code>\n    <Message>${sentence}</Message>\n  </Error>\n</ErrorResponse>\n`,
    "Docker Compose": (code, sentence) =>
      `app-1  | \napp-1  | An error occurred (${code}) when calling the GetSessionToken operation: ${sentence}\napp-1 exited with code 254\n`,
  };
  for (const [client, print] of Object.entries(clients))
    it(`reads AWS's sentences as ${client} prints them, with any line ends`, () => {
      for (const [code, sentence] of Object.entries(sentences))
        for (const text of [print(code, sentence), print(code, sentence).replaceAll("\n", "\r\n")]) {
          const symptom = readSymptom(text);
          assert.equal(symptom?.code, code, text);
          assert.equal(symptom.by, "service");
          assert.ok(symptom.sentence.includes(sentence), symptom.sentence);
          assert.doesNotMatch(symptom.sentence, /\p{Cc}/u);
        }
    });

  it("reads a code that is all there is", () => {
    for (const text of ["InvalidClientTokenId", " ExpiredToken\n", "(ExpiredToken)"])
      assert.equal(readSymptom(text)?.by, "service", text);
    assert.equal(readSymptom("Hello"), undefined);
  });

  it("reads AWS's sentences where they stand alone, in Japanese too", () => {
    for (const [sentence, code] of [
      ["リクエストに含まれているセキュリティトークンが失効しています", "ExpiredToken"],
      ["リクエストに含まれているセキュリティトークンの有効期限が切れています", "ExpiredToken"],
      ["指定されたトークンの有効期限が切れています。", "ExpiredToken"],
      ["提供されたトークンは期限切れです", "ExpiredToken"],
      ["リクエストに含まれているセキュリティトークンが無効です", "InvalidClientTokenId"],
      ["リクエストの時刻と現在の時刻との差が大きすぎます", "RequestTimeTooSkewed"],
      ["計算したリクエスト署名は、指定した署名と一致しません", "SignatureDoesNotMatch"],
      ["The provided token has expired.", "ExpiredToken"],
      ["The AWS Access Key Id you provided does not exist in our records.", "InvalidAccessKeyId"],
      ["AWS was not able to validate the provided access credentials", "AuthFailure"],
      ["Credential should be scoped to a valid region, not 'eu-west-9'.", "SignatureDoesNotMatch"],
      [
        "The authorization header is malformed; the region 'a' is wrong; expecting 'b'",
        "AuthorizationHeaderMalformed",
      ],
      ["STS is not activated in this region for account:123456789012.", "RegionDisabledException"],
      ["No OpenIDConnect provider found in your account for https://x", "InvalidIdentityToken"],
      ["Not authorized to perform sts:AssumeRoleWithWebIdentity", "AccessDenied"],
    ] as const)
      assert.equal(readSymptom(`何か: ${sentence}\n`)?.code, code, sentence);
  });

  const clientWords: readonly (readonly [string, string])[] = [
    ['The profile "a" contains both source_profile and credential_source.', "ProfileContradiction"],
    ["Infinite loop in credential configuration detected. Attempting to load from profile a", "ProfileLoop"],
    ["Partial credentials found in env, missing: AWS_SECRET_ACCESS_KEY", "PartialCredentials"],
    ["You must specify a region. You can also configure your region", "NoRegion"],
    ["Provided region_name 'us-east-1 # x' doesn't match a supported format.", "InvalidRegion"],
    [
      "Parameter validation failed:\nInvalid value for parameter DurationSeconds, value: 600, valid min value: 900",
      "DurationTooShort",
    ],
    ["Invalid range for parameter DurationSeconds, value: 600, valid range: 900-inf", "DurationTooShort"],
    [
      "InvalidParameter: 1 validation error(s) found.\n- minimum field value of 900, GetSessionTokenInput.DurationSeconds.\n",
      "DurationTooShort",
    ],
    ["Error when retrieving credentials from custom-process: broken", "ProcessFailed"],
    ["[Errno 2] No such file or directory: '/no/such/program'", "NoSuchFile"],
    ["Expecting value: line 1 column 1 (char 0)", "NotJson"],
    ["'GetCallerIdentityResult'", "NotAwsAnswer"],
    ['Connect timeout on endpoint URL: "https://sts.amazonaws.com/"', "ConnectionTimedOut"],
    ['Failed to connect to proxy URL: "http://127.0.0.1:1"', "ProxyFailure"],
    ["dial tcp: lookup sts.nowhere.example: no such host", "NameNotResolved"],
    ["tls: failed to verify certificate: x509: certificate signed by unknown authority", "TlsFailure"],
    ["Error: self-signed certificate in certificate chain", "TlsFailure"],
    ["Unknown options: --endpoint-url", "UnknownOption"],
    ["Error: No valid credential sources found", "NoCredentials"],
    [
      "SdkClientException: Unable to load AWS credentials from any provider in the chain: [x]",
      "NoCredentials",
    ],
    [
      "SdkClientException: Unable to load credentials from any of the providers in the chain x",
      "NoCredentials",
    ],
    ["the credential provider was not enabled: no providers in chain provided credentials", "NoCredentials"],
    ["Unable to load region from any of the providers in the chain", "NoRegion"],
    [
      "failed to refresh cached credentials, no EC2 IMDS role found, operation error ec2imds: x",
      "InstanceCredentials",
    ],
    ["failed to refresh cached credentials, failed to load cached SSO token file, open x", "SsoExpired"],
    ["Your session has expired. Please reauthenticate using 'aws login'.", "SsoExpired"],
    [
      "Your session has expired or credentials have changed. Please reauthenticate using 'aws login'.",
      "SsoExpired",
    ],
    ["Error loading login session token: x", "SsoExpired"],
    [
      'Received error when attempting to retrieve ECS metadata: Connect timeout on endpoint URL: "http://169.254.170.2/"',
      "ContainerCredentials",
    ],
    ["CredentialsProviderError: Could not load credentials from any providers", "NoCredentials"],
    ["Error loading SSO Token: Token for corp does not exist", "SsoExpired"],
  ];
  for (const [text, code] of clientWords)
    it(`reads a client's words: ${text}`, () => {
      assert.equal(readSymptom(`\n\u001b[31m${text}\u001b[0m\n`)?.code, code);
    });

  const refused = (code: string, operation: string) =>
    `An error occurred (${code}) when calling the ${operation} operation: no`;

  it("lets the last of several errors count, whoever it is by", () => {
    const log = "2026-01-01 INFO working\n".repeat(400);
    for (const [text, code] of [
      [
        `${refused("Throttling", "ListUsers")}\n${log}${refused("AccessDenied", "GetUser")}\n${log}`,
        "AccessDenied",
      ],
      [`${refused("AccessDenied", "GetUser")}\nUnable to locate credentials\n`, "NoCredentials"],
      [`Unable to locate credentials\n${refused("ExpiredToken", "GetUser")}\n`, "ExpiredToken"],
      [`The provided token has expired.\n${refused("AccessDenied", "GetUser")}\n`, "AccessDenied"],
    ] as const)
      assert.equal(readSymptom(text)?.code, code, text.slice(0, 80));
  });

  it("takes the words of one line for one error, the more particular ones", () => {
    const symptom = readSymptom(
      "failed to refresh cached credentials, operation error STS: AssumeRole, https response error StatusCode: 403, RequestID: 1, api error AccessDenied: User: u is not authorized",
    );
    assert.deepEqual([symptom?.code, symptom?.operation], ["AccessDenied", "AssumeRole"]);
  });

  it("needs little time for 32 KiB of anything", () => {
    const size = 32 * 1024;
    for (const unit of [
      "A",
      "a ",
      "Aa.",
      ": Aa",
      " AccessDenied",
      "operation error ",
      "operation error A: B, ",
      "An error occurred (",
      "An error occurred (A) when calling the ",
      '"Code": "',
      '"code":"A"',
      "<Code>",
      "botocore/credentials.py",
      "\u001b[",
      "\u001b]",
      "│ x\n",
      "'",
      "Signature expired: ",
      "User: a is not authorized to perform: a:b on resource: ",
      "リクエストに含まれる",
      "x-1  | ",
      "SSO token expired ",
      '{"a":"\\n"} ',
      '"\\"',
      "'a `",
      "(Aws::A::Errors::",
      "Exception name: A\n",
      "'Code': 'A'",
      "a.b.",
      "botocore/credentials.py getpass.py ",
      "[31m",
      "2026-01-01T00:00:00Z ",
      "Enter MFA code for arn:a ",
    ]) {
      const text = unit.repeat(Math.ceil(size / unit.length));
      for (const hostile of [text, text.replaceAll(" ", "\n"), `${text}\n${text}`]) {
        const spent = processorMs(() => readSymptom(hostile));
        assert.ok(spent < 1_000, `${JSON.stringify(unit)}: ${spent} ms`);
      }
    }
  });

  it("recognises nothing in what is no error of AWS's", () => {
    for (const text of [
      "",
      "make: *** [all] Error 2",
      "Segmentation fault",
      "permission denied: ./x",
      "FileNotFoundError: [Errno 2] No such file or directory: 'x.txt'",
      "json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)",
      "アクセスが拒否されました。",
      "GET /AccessDenied 404",
      "Result",
      "Error: 404",
    ])
      assert.equal(readSymptom(text), undefined, text);
  });

  it("never throws, whatever it is given", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 2_000 }), (text) => {
        readSymptom(text);
        readSymptom(`An error occurred (${text}) when calling the ${text} operation: ${text}`);
      }),
    );
  });
});

describe("readSymptom() of a denial", () => {
  const denialOf = (clause: string) =>
    readSymptom(
      `An error occurred (AccessDenied) when calling the AssumeRole operation: User: ${arn} is not authorized to perform: sts:AssumeRole on resource: ${role}${clause}`,
    )?.denial;

  const cases: readonly (readonly [string, string | undefined, boolean, string | undefined])[] = [
    ["", undefined, false, undefined],
    [" because no identity-based policy allows the sts:AssumeRole action", "identity", false, undefined],
    [" with an explicit deny in an identity-based policy", "identity", true, undefined],
    [
      " with an explicit deny in an identity-based policy: arn:aws:iam::123456789012:policy/Guard",
      "identity",
      true,
      "arn:aws:iam::123456789012:policy/Guard",
    ],
    [" because no role trust policy allows the sts:AssumeRole action", "trust", false, undefined],
    [" with an explicit deny in the role trust policy", "trust", true, undefined],
    [" because no permissions boundary allows the sts:AssumeRole action", "boundary", false, undefined],
    [" because no session policy allows the sts:AssumeRole action", "session", false, undefined],
    [" with an explicit deny in a service control policy", "scp", true, undefined],
    [" with an explicit deny in a resource control policy", "rcp", true, undefined],
    [" because no VPC endpoint policy allows the sts:AssumeRole action", "vpc-endpoint", false, undefined],
    [" because no resource-based policy allows the sts:AssumeRole action", "resource", false, undefined],
  ];
  for (const [clause, policyType, isExplicit, policyArn] of cases)
    it(`reads "…${clause}"`, () => {
      assert.deepEqual(denialOf(clause), {
        user: arn,
        action: "sts:AssumeRole",
        resource: role,
        policyType,
        isExplicit,
        policyArn,
      });
    });
});

describe("queryCodeOf()", () => {
  it("knows the names that other protocols have for a refusal", () => {
    assert.equal(queryCodeOf("UnrecognizedClientException"), "InvalidClientTokenId");
    assert.equal(queryCodeOf("ExpiredTokenException"), "ExpiredToken");
    assert.equal(queryCodeOf("toString"), "toString");
  });
});
