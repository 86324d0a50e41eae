resource "aws_iam_user" "ann" {
  name          = "ann"
  path          = "/team/"
  force_destroy = true
  tags          = { revision = var.revision }
}

resource "aws_iam_group" "makers" {
  name = "makers-${var.revision}"
  path = "/team/"
}

resource "aws_iam_user_group_membership" "ann" {
  user   = aws_iam_user.ann.name
  groups = [aws_iam_group.makers.name]
}

resource "aws_iam_group" "readers" {
  name = "readers"
}

resource "aws_iam_group_membership" "readers" {
  name  = "readers"
  group = aws_iam_group.readers.name
  users = [aws_iam_user.ann.name]
}

resource "aws_iam_access_key" "ann" {
  user   = aws_iam_user.ann.name
  status = var.revision == "one" ? "Active" : "Inactive"
}

resource "aws_iam_user_login_profile" "ann" {
  user                    = aws_iam_user.ann.name
  password_length         = 20
  password_reset_required = true

  # As the provider's documentation advises: they hold for the creation only.
  lifecycle {
    ignore_changes = [password_length, password_reset_required]
  }
}

resource "aws_iam_user_policy" "ann" {
  name   = "inline"
  user   = aws_iam_user.ann.name
  policy = data.aws_iam_policy_document.read.json
}

resource "aws_iam_user_policy_attachment" "ann" {
  user       = aws_iam_user.ann.name
  policy_arn = aws_iam_policy.read.arn
}

resource "aws_iam_group_policy" "makers" {
  name   = "inline"
  group  = aws_iam_group.makers.name
  policy = data.aws_iam_policy_document.read.json
}

resource "aws_iam_group_policy_attachment" "makers" {
  group      = aws_iam_group.makers.name
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}
