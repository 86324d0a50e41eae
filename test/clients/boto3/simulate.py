"""boto3's paginators over simulations, as one JSON object."""

import json
import os

import boto3

iam = boto3.client("iam")
arn = os.environ["TEGATA_TEST_PRINCIPAL"]
actions = [f"iam:Get{number}" for number in range(5)] + ["iam:ListUsers", "iam:CreateUser"]
pages = list(
    iam.get_paginator("simulate_principal_policy").paginate(
        PolicySourceArn=arn, ActionNames=actions, PaginationConfig={"PageSize": 3}
    )
)
policy = json.dumps({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}})
custom = (
    iam.get_paginator("simulate_custom_policy")
    .paginate(PolicyInputList=[policy], ActionNames=["s3:GetObject", "s3:PutObject"], PaginationConfig={"PageSize": 1})
    .build_full_result()
)
try:
    iam.simulate_custom_policy(PolicyInputList=["{}"], ActionNames=["s3:GetObject"])
    refused = None
except iam.exceptions.InvalidInputException as error:
    refused = error.response["Error"]["Code"]
print(
    json.dumps(
        {
            "sizes": [len(page["EvaluationResults"]) for page in pages],
            "actions": [result["EvalActionName"] for page in pages for result in page["EvaluationResults"]] == actions,
            "decisions": [result["EvalDecision"] for page in pages for result in page["EvaluationResults"]],
            "custom": [result["EvalDecision"] for result in custom["EvaluationResults"]],
            "refused": refused,
        }
    )
)
