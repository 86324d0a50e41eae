/** The network, the services, and the clock. */
import { type BadInput, exec } from "./case.ts";

export const badServices: readonly BadInput[] = [
  {
    what: "nothing listens at the endpoint",
    config: "[profile dev]\nendpoint_url = http://127.0.0.1:9\n",
    args: exec("dev"),
    sentence:
      'sts:GetSessionToken for profile "dev" did not reach 127.0.0.1: nothing listens there (ECONNREFUSED)',
    hint: "curl -sv http://127.0.0.1:9/   # the network, the proxy (HTTPS_PROXY) or endpoint_url may be wrong",
    exitCode: 1,
  },
  {
    what: "nobody vouches for the endpoint's certificate",
    config: "[profile dev]\nendpoint_url = TLS_ENDPOINT\n",
    args: exec("dev"),
    needs: ["openssl"],
    sentence:
      'sts:GetSessionToken for profile "dev" did not reach localhost: its certificate is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)',
    hint: "export AWS_CA_BUNDLE=/path/to/authorities.pem",
    exitCode: 1,
  },
  {
    what: "the file of authorities is missing",
    config: "[profile dev]\nendpoint_url = TLS_ENDPOINT\nca_bundle = /etc/none.pem\n",
    args: exec("dev"),
    sentence: 'the CA bundle "/etc/none.pem" at ~/.aws/config:3 cannot be read',
    hint: "ls -l /etc/none.pem",
    exitCode: 1,
  },
  {
    what: "STS does not let the key assume the role",
    config:
      "[profile dev]\nendpoint_url = ENDPOINT\n[profile owner]\nsource_profile = dev\nrole_arn = arn:aws:iam::ACCOUNT:role/owner\n",
    args: exec("owner"),
    sentence:
      'sts:AssumeRole for profile "owner" at ~/.aws/config:5 was refused with AccessDenied: User: arn:aws:iam::111122223333:user/ann is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111122223333:role/owner',
    hint: "tegata plan owner   # shows every call, with whom and why",
    exitCode: 1,
  },
  {
    what: "STS does not know the key",
    prepare: ({ home }) =>
      home.addKey("dev", { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI" }),
    args: exec("dev"),
    sentence:
      'sts:GetSessionToken for profile "dev" was refused with InvalidClientTokenId: The security token included in the request is invalid',
    hint: "tegata whoami dev   # shows which key is used, and where it comes from",
    exitCode: 1,
  },
  {
    what: "the secret does not belong to the key",
    prepare: ({ home, ann }) =>
      home.addKey("dev", { accessKeyId: ann.accessKeyId, secretAccessKey: "wJalrXUtnFEMI" }),
    args: exec("dev"),
    sentence:
      'sts:GetSessionToken for profile "dev" was refused with SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    hint: "tegata whoami dev   # the secret key or the clock is wrong",
    exitCode: 1,
  },
  {
    what: "this machine's clock is 20 minutes ahead: it is said, and the calls are signed with the service's time",
    prefix: ["faketime", "-f", "+20m"],
    needs: ["faketime"],
    args: exec("admin"),
    sentence: "this machine's clock is 20 minutes ahead of 127.0.0.1: here it is …, there …",
    exitCode: 0,
  },
];
