EXCLUDED = "/home/etc/manifest/exclusion_list"

def excluded():
    with open(EXCLUDED) as lines:
        return [line.strip() for line in lines]
