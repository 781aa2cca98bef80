// The life of identities as Terraform manages them, with the SDK v2: create, read, update, read
// again and find no difference, delete: `go run ./identities ENDPOINT REGION NAME`.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/url"
	"os"
	"sort"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
)

const trust = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}`

func document(action string) string {
	return fmt.Sprintf(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"%s","Resource":"*"}]}`, action)
}

func must[T any](answer T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return answer
}

func tags(found []types.Tag) string {
	var texts []string
	for _, tag := range found {
		texts = append(texts, *tag.Key+"="+*tag.Value)
	}
	sort.Strings(texts)
	return strings.Join(texts, ",")
}

// plan reads everything that was created, as a refresh of Terraform does.
func plan(ctx context.Context, client *iam.Client, name *string, policy *string) string {
	role := must(client.GetRole(ctx, &iam.GetRoleInput{RoleName: name})).Role
	assumed := must(url.QueryUnescape(*role.AssumeRolePolicyDocument))
	managed := must(client.GetPolicy(ctx, &iam.GetPolicyInput{PolicyArn: policy})).Policy
	version := must(client.GetPolicyVersion(ctx, &iam.GetPolicyVersionInput{
		PolicyArn: policy, VersionId: managed.DefaultVersionId,
	})).PolicyVersion
	attached := must(client.ListAttachedRolePolicies(ctx, &iam.ListAttachedRolePoliciesInput{RoleName: name}))
	profile := must(client.GetInstanceProfile(ctx, &iam.GetInstanceProfileInput{InstanceProfileName: name})).InstanceProfile
	user := must(client.GetUser(ctx, &iam.GetUserInput{UserName: name})).User
	keys := must(client.ListAccessKeys(ctx, &iam.ListAccessKeysInput{UserName: name})).AccessKeyMetadata
	return fmt.Sprint(
		*role.Arn, *role.RoleId, assumed, aws.ToString(role.Description), aws.ToInt32(role.MaxSessionDuration), tags(role.Tags),
		*managed.PolicyId, *managed.DefaultVersionId, aws.ToInt32(managed.AttachmentCount), must(url.QueryUnescape(*version.Document)),
		*attached.AttachedPolicies[0].PolicyArn, *profile.InstanceProfileId, *profile.Roles[0].RoleName,
		*user.Arn, *user.UserId, tags(user.Tags), *keys[0].AccessKeyId, keys[0].Status,
	)
}

func create(ctx context.Context, client *iam.Client, name *string) *string {
	must(client.CreateRole(ctx, &iam.CreateRoleInput{
		RoleName: name, AssumeRolePolicyDocument: aws.String(trust),
		Tags: []types.Tag{{Key: aws.String("team"), Value: aws.String("red")}},
	}))
	policy := must(client.CreatePolicy(ctx, &iam.CreatePolicyInput{
		PolicyName: name, PolicyDocument: aws.String(document("dynamodb:GetItem")),
	})).Policy.Arn
	must(client.AttachRolePolicy(ctx, &iam.AttachRolePolicyInput{RoleName: name, PolicyArn: policy}))
	must(client.CreateInstanceProfile(ctx, &iam.CreateInstanceProfileInput{InstanceProfileName: name}))
	must(client.AddRoleToInstanceProfile(ctx, &iam.AddRoleToInstanceProfileInput{InstanceProfileName: name, RoleName: name}))
	must(client.CreateUser(ctx, &iam.CreateUserInput{UserName: name, Path: aws.String("/team/")}))
	must(client.CreateAccessKey(ctx, &iam.CreateAccessKeyInput{UserName: name}))
	return policy
}

func update(ctx context.Context, client *iam.Client, name *string, policy *string) {
	must(client.UpdateRole(ctx, &iam.UpdateRoleInput{
		RoleName: name, Description: aws.String("reads"), MaxSessionDuration: aws.Int32(7200),
	}))
	must(client.CreatePolicyVersion(ctx, &iam.CreatePolicyVersionInput{
		PolicyArn: policy, PolicyDocument: aws.String(document("dynamodb:Query")), SetAsDefault: true,
	}))
	must(client.TagUser(ctx, &iam.TagUserInput{
		UserName: name, Tags: []types.Tag{{Key: aws.String("team"), Value: aws.String("blue")}},
	}))
	key := must(client.ListAccessKeys(ctx, &iam.ListAccessKeysInput{UserName: name})).AccessKeyMetadata[0]
	must(client.UpdateAccessKey(ctx, &iam.UpdateAccessKeyInput{
		UserName: name, AccessKeyId: key.AccessKeyId, Status: types.StatusTypeInactive,
	}))
}

func remove(ctx context.Context, client *iam.Client, name *string, policy *string) {
	key := must(client.ListAccessKeys(ctx, &iam.ListAccessKeysInput{UserName: name})).AccessKeyMetadata[0]
	must(client.DeleteAccessKey(ctx, &iam.DeleteAccessKeyInput{UserName: name, AccessKeyId: key.AccessKeyId}))
	must(client.DeleteUser(ctx, &iam.DeleteUserInput{UserName: name}))
	must(client.RemoveRoleFromInstanceProfile(ctx, &iam.RemoveRoleFromInstanceProfileInput{InstanceProfileName: name, RoleName: name}))
	must(client.DeleteInstanceProfile(ctx, &iam.DeleteInstanceProfileInput{InstanceProfileName: name}))
	must(client.DetachRolePolicy(ctx, &iam.DetachRolePolicyInput{RoleName: name, PolicyArn: policy}))
	must(client.DeletePolicyVersion(ctx, &iam.DeletePolicyVersionInput{PolicyArn: policy, VersionId: aws.String("v1")}))
	must(client.DeletePolicy(ctx, &iam.DeletePolicyInput{PolicyArn: policy}))
	must(client.DeleteRole(ctx, &iam.DeleteRoleInput{RoleName: name}))
}

func main() {
	ctx := context.Background()
	client := iam.New(iam.Options{
		BaseEndpoint: aws.String(os.Args[1]),
		Region:       os.Args[2],
		Credentials:  credentials.NewStaticCredentialsProvider("jedlik", "jedlik", ""),
	})
	name := aws.String(os.Args[3])
	policy := create(ctx, client, name)
	first := plan(ctx, client, name, policy)
	fmt.Println("created, no difference", first == plan(ctx, client, name, policy))
	update(ctx, client, name, policy)
	second := plan(ctx, client, name, policy)
	fmt.Println("updated", first != second, "no difference", second == plan(ctx, client, name, policy))
	remove(ctx, client, name, policy)
	_, err := client.GetRole(ctx, &iam.GetRoleInput{RoleName: name})
	var missing *types.NoSuchEntityException
	fmt.Println("deleted", errors.As(err, &missing))
}
