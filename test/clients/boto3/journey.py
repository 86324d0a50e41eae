"""What boto3 does with the authority: each step prints one line of JSON, with what failed or null."""

import json
import os
import tempfile
import time
import traceback
import urllib.error
import urllib.request
from datetime import datetime, timezone

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.signers import RequestSigner

ACCOUNT = os.environ["TEGATA_TEST_ACCOUNT"]
ONCE = Config(retries={"total_max_attempts": 1})
MIB = 1024 * 1024

iam = boto3.client("iam", config=ONCE)
sts = boto3.client("sts", config=ONCE)
s3 = boto3.client("s3", config=ONCE)


def refusal(call, **arguments):
    """The code and sentence with which the call is refused."""
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"], error.response["Error"]["Message"]
    raise AssertionError(f"{call.__name__} was answered")


def client_of(service, credentials):
    return boto3.client(
        service,
        config=ONCE,
        aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretAccessKey"],
        aws_session_token=credentials["SessionToken"],
    )


def fetch(url, method="GET", headers=None, body=None):
    """Status and body, whatever the status."""
    request = urllib.request.Request(url, method=method, headers=headers or {}, data=body)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def paginators():
    for number in range(7):
        iam.create_user(UserName=f"page-{number}", Path="/pages/")
    pages = list(iam.get_paginator("list_users").paginate(PathPrefix="/pages/", PaginationConfig={"PageSize": 3}))
    assert [len(page["Users"]) for page in pages] == [3, 3, 1], pages
    names = [user["UserName"] for page in pages for user in page["Users"]]
    assert names == [f"page-{number}" for number in range(7)], names
    details = iam.get_paginator("get_account_authorization_details").paginate(Filter=["User"])
    assert len([user for page in details for user in page["UserDetailList"]]) == 8
    some = iam.get_paginator("list_policies").paginate(Scope="AWS", PaginationConfig={"MaxItems": 5, "PageSize": 2})
    assert len(some.build_full_result()["Policies"]) == 5
    assert isinstance(pages[0]["Users"][0]["CreateDate"], datetime)


def error_codes():
    try:
        iam.get_user(UserName="nobody")
        raise AssertionError("answered")
    except iam.exceptions.NoSuchEntityException as error:
        assert error.response["Error"]["Message"] == "The user with name nobody cannot be found."
        assert error.response["Error"]["Type"] == "Sender"
        assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 404
        assert error.response["ResponseMetadata"]["RequestId"]
    try:
        iam.create_user(UserName="page-0")
        raise AssertionError("answered")
    except iam.exceptions.EntityAlreadyExistsException as error:
        assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 409
    try:
        iam.create_role(RoleName="bad", AssumeRolePolicyDocument="{")
        raise AssertionError("answered")
    except iam.exceptions.MalformedPolicyDocumentException:
        pass
    assert refusal(iam.create_user, UserName="no spaces")[0] == "ValidationError"
    stranger = boto3.client("sts", config=ONCE, aws_access_key_id="AKIAIOSFODNN7EXAMPLE", aws_secret_access_key="x" * 40)
    code, sentence = refusal(stranger.get_caller_identity)
    assert code == "InvalidClientTokenId", code
    assert sentence.startswith("The security token included in the request is invalid"), sentence
    wrong = boto3.client("sts", config=ONCE, aws_secret_access_key="x" * 40, aws_access_key_id=os.environ["AWS_ACCESS_KEY_ID"])
    assert refusal(wrong.get_caller_identity)[0] == "SignatureDoesNotMatch"


def regions():
    for region in ("us-east-1", "eu-central-1", "ap-northeast-1"):
        client = boto3.client("sts", region_name=region, config=ONCE)
        assert client.get_caller_identity()["Arn"] == f"arn:aws:iam::{ACCOUNT}:user/admin"


def eks_token():
    """As `aws eks get-token` and the AWS IAM authenticator do: a URL whose signature covers x-k8s-aws-id."""
    signer = RequestSigner(
        sts.meta.service_model.service_id,
        "us-east-1",
        "sts",
        "v4",
        boto3.Session().get_credentials(),
        boto3.Session().events,
    )

    def url_for(seconds):
        return signer.generate_presigned_url(
            {
                "method": "GET",
                "url": f"{os.environ['AWS_ENDPOINT_URL']}/?Action=GetCallerIdentity&Version=2011-06-15",
                "body": {},
                "headers": {"x-k8s-aws-id": "cluster"},
                "context": {},
            },
            region_name="us-east-1",
            expires_in=seconds,
            operation_name="",
        )

    named = {"x-k8s-aws-id": "cluster"}
    status, body = fetch(url_for(60), headers=named)
    assert status == 200 and f"arn:aws:iam::{ACCOUNT}:user/admin".encode() in body, body
    status, body = fetch(url_for(60), headers={"x-k8s-aws-id": "another"})
    assert status == 403 and b"SignatureDoesNotMatch" in body, body
    status, body = fetch(url_for(60))
    assert status == 403, body
    status, body = fetch(url_for(60).replace("GetCallerIdentity", "GetSessionToken"), headers=named)
    assert status == 403 and b"SignatureDoesNotMatch" in body, body
    short = url_for(1)
    time.sleep(2.1)
    status, body = fetch(short, headers=named)
    assert status == 403 and b"expired" in body, body
    plain = sts.generate_presigned_url("get_caller_identity", ExpiresIn=60, HttpMethod="GET")
    assert fetch(plain)[0] == 200


def tagging():
    iam.tag_user(UserName="page-0", Tags=[{"Key": "team", "Value": "blue"}, {"Key": "e", "Value": "ü"}])
    iam.tag_user(UserName="page-0", Tags=[{"Key": "team", "Value": "red"}])
    tags = {tag["Key"]: tag["Value"] for tag in iam.list_user_tags(UserName="page-0")["Tags"]}
    assert tags == {"team": "red", "e": "ü"}, tags
    iam.untag_user(UserName="page-0", TagKeys=["e"])
    assert iam.get_user(UserName="page-0")["User"]["Tags"] == [{"Key": "team", "Value": "red"}]
    twice = [{"Key": "a", "Value": "1"}, {"Key": "A", "Value": "2"}]
    assert refusal(iam.tag_user, UserName="page-0", Tags=twice)[0] == "InvalidInput"


TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "Action": ["sts:AssumeRole", "sts:TagSession"]}],
}
ALL_OF_S3 = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}


def waiters():
    iam.create_role(RoleName="worker", AssumeRolePolicyDocument=json.dumps(TRUST))
    policy = iam.create_policy(PolicyName="all-of-s3", PolicyDocument=json.dumps(ALL_OF_S3))["Policy"]
    iam.attach_role_policy(RoleName="worker", PolicyArn=policy["Arn"])
    iam.get_waiter("user_exists").wait(UserName="page-0")
    iam.get_waiter("role_exists").wait(RoleName="worker")
    iam.get_waiter("policy_exists").wait(PolicyArn=policy["Arn"])
    assert iam.get_role(RoleName="worker")["Role"]["AssumeRolePolicyDocument"] == TRUST


def assume(**more):
    role = f"arn:aws:iam::{ACCOUNT}:role/worker"
    return sts.assume_role(RoleArn=role, RoleSessionName="job", **more)


def sessions():
    answer = assume(DurationSeconds=900, Tags=[{"Key": "team", "Value": "red"}])
    assert 890 < (answer["Credentials"]["Expiration"] - datetime.now(timezone.utc)).total_seconds() <= 901
    identity = client_of("sts", answer["Credentials"]).get_caller_identity()
    assert identity["Arn"] == f"arn:aws:sts::{ACCOUNT}:assumed-role/worker/job"
    session = sts.get_session_token()["Credentials"]
    assert client_of("sts", session).get_caller_identity()["Arn"] == f"arn:aws:iam::{ACCOUNT}:user/admin"
    assert refusal(client_of("iam", session).list_users)[0] == "InvalidClientTokenId"
    federated = sts.get_federation_token(Name="guest", Policy=json.dumps(ALL_OF_S3))["Credentials"]
    assert client_of("sts", federated).get_caller_identity()["Arn"].endswith(":federated-user/guest")
    assert refusal(sts.assume_role, RoleArn=f"arn:aws:iam::{ACCOUNT}:role/nobody", RoleSessionName="job")[0] == "AccessDenied"


def session_policy():
    s3.create_bucket(Bucket="things")
    read = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"}]}
    limited = client_of("s3", assume(Policy=json.dumps(read))["Credentials"])
    assert limited.list_objects_v2(Bucket="things")["KeyCount"] == 0
    assert refusal(limited.put_object, Bucket="things", Key="a", Body=b"a")[0] == "AccessDenied"
    whole = client_of("s3", assume()["Credentials"])
    whole.put_object(Bucket="things", Key="a", Body=b"a")


def upload_file():
    content = os.urandom(MIB) * 20 + b"the rest"
    with tempfile.TemporaryDirectory() as folder:
        sent, received = os.path.join(folder, "sent"), os.path.join(folder, "received")
        with open(sent, "wb") as file:
            file.write(content)
        s3.upload_file(sent, "things", "big", ExtraArgs={"Metadata": {"kind": "test"}, "ContentType": "x/y"})
        s3.download_file("things", "big", received)
        with open(received, "rb") as file:
            assert file.read() == content
    head = s3.head_object(Bucket="things", Key="big")
    assert head["ETag"].endswith('-3"'), head["ETag"]
    assert (head["Metadata"], head["ContentType"], head["ContentLength"]) == ({"kind": "test"}, "x/y", len(content))
    part = s3.get_object(Bucket="things", Key="big", Range="bytes=-8")
    assert part["Body"].read() == b"the rest"
    assert s3.list_multipart_uploads(Bucket="things").get("Uploads", []) == []


def checksums():
    default = s3.put_object(Bucket="things", Key="sum", Body=b"hello")
    assert default["ChecksumCRC32"] == "NhCmhg==", default
    for algorithm in ("SHA1", "SHA256", "CRC32"):
        s3.put_object(Bucket="things", Key=algorithm, Body=b"hello", ChecksumAlgorithm=algorithm)
        got = s3.get_object(Bucket="things", Key=algorithm, ChecksumMode="ENABLED")
        assert got[f"Checksum{algorithm}"] and got["Body"].read() == b"hello"
    wrong = refusal(s3.put_object, Bucket="things", Key="bad", Body=b"hello", ChecksumCRC32="AAAAAA==")
    assert wrong[0] in ("BadDigest", "InvalidRequest"), wrong
    assert refusal(s3.head_object, Bucket="things", Key="bad")[0] == "404"


def s3_listing():
    for number in range(5):
        s3.put_object(Bucket="things", Key=f"list/{number} ü+.txt", Body=b"x")
    pages = list(s3.get_paginator("list_objects_v2").paginate(Bucket="things", Prefix="list/", PaginationConfig={"PageSize": 2}))
    keys = [item["Key"] for page in pages for item in page["Contents"]]
    assert len(pages) == 3 and keys == [f"list/{number} ü+.txt" for number in range(5)], keys
    folders = s3.list_objects_v2(Bucket="things", Delimiter="/")["CommonPrefixes"]
    assert folders == [{"Prefix": "list/"}], folders
    old = s3.generate_presigned_url("get_object", Params={"Bucket": "things", "Key": keys[0]}, ExpiresIn=60)
    assert "AWSAccessKeyId=" in old and fetch(old)[0] in (400, 403), "signature version 2 is not spoken"
    signer = boto3.client("s3", config=Config(signature_version="s3v4"))
    got = signer.generate_presigned_url("get_object", Params={"Bucket": "things", "Key": keys[0]}, ExpiresIn=60)
    assert fetch(got) == (200, b"x")
    assert fetch(got.replace("list/0", "list/1"))[0] == 403
    put = signer.generate_presigned_url("put_object", Params={"Bucket": "things", "Key": "put"}, ExpiresIn=60)
    assert fetch(put, method="PUT", body=b"new")[0] == 200
    gone = s3.delete_objects(Bucket="things", Delete={"Objects": [{"Key": key} for key in keys]})
    assert len(gone["Deleted"]) == 5, gone


def s3_errors():
    assert refusal(s3.list_objects_v2, Bucket="not-there")[0] == "NoSuchBucket"
    assert refusal(s3.get_object, Bucket="things", Key="not there")[0] == "NoSuchKey"
    assert refusal(s3.delete_bucket, Bucket="things")[0] == "BucketNotEmpty"
    stranger = boto3.client("s3", config=ONCE, aws_access_key_id="AKIAIOSFODNN7EXAMPLE", aws_secret_access_key="x" * 40)
    assert refusal(stranger.list_buckets)[0] == "InvalidAccessKeyId"


STEPS = {
    "paginators answer everything, page by page": paginators,
    "errors carry AWS's codes, types and sentences": error_codes,
    "clients of every region reach the one endpoint": regions,
    "a presigned GetCallerIdentity as EKS uses it is answered, altered and expired it is refused": eks_token,
    "tags are set, listed and removed": tagging,
    "the waiters user_exists, role_exists and policy_exists end": waiters,
    "sessions sign: AssumeRole, GetSessionToken and GetFederationToken": sessions,
    "an inline session policy limits a role session": session_policy,
    "upload_file goes in parts with default checksums and comes back whole": upload_file,
    "checksums of every algorithm that needs no further library are kept": checksums,
    "S3 paginators, delete_objects and presigned URLs work": s3_listing,
    "S3 errors carry S3's codes": s3_errors,
}

for step, run in STEPS.items():
    try:
        run()
        failure = None
    except Exception:  # What failed is the result.
        failure = traceback.format_exc()
    print(json.dumps({"step": step, "failure": failure}), flush=True)
