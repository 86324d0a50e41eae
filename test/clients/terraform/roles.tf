data "aws_iam_policy_document" "read" {
  statement {
    sid       = "Read${title(var.revision)}"
    actions   = var.revision == "one" ? ["s3:GetObject"] : ["s3:GetObject", "s3:ListBucket"]
    resources = ["arn:aws:s3:::things", "arn:aws:s3:::things/*"]
  }
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = [aws_iam_user.ann.arn]
    }
    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = [var.revision]
    }
  }
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_policy" "read" {
  name        = "read"
  path        = "/team/"
  description = "reads things"
  policy      = data.aws_iam_policy_document.read.json
  tags        = { revision = var.revision }
}

resource "aws_iam_role" "deployer" {
  name                 = "deployer"
  path                 = "/team/"
  description          = "deploys, revision ${var.revision}"
  max_session_duration = var.revision == "one" ? 3600 : 7200
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  permissions_boundary = var.revision == "one" ? null : aws_iam_policy.read.arn
  tags                 = { revision = var.revision }
}

resource "aws_iam_role_policy" "deployer" {
  name   = "inline"
  role   = aws_iam_role.deployer.name
  policy = data.aws_iam_policy_document.read.json
}

resource "aws_iam_role_policy_attachment" "deployer" {
  role       = aws_iam_role.deployer.name
  policy_arn = aws_iam_policy.read.arn
}

resource "aws_iam_instance_profile" "deployer" {
  name = "deployer"
  role = aws_iam_role.deployer.name
  tags = { revision = var.revision }
}

output "caller" {
  value = data.aws_caller_identity.current.arn
}

output "profile_id" {
  value = aws_iam_instance_profile.deployer.unique_id
}

output "role_id" {
  value = aws_iam_role.deployer.unique_id
}

output "user_id" {
  value = aws_iam_user.ann.unique_id
}
